import { useId, useState } from 'react';

import { Button, Flex, LinkButton, Loader, Typography } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';

import {
  type AccessHelp,
  type AccessOutcome,
  type PersonDetail,
  type PersonExplanation,
} from '../../../../shared/contracts/types';
import { useExplainMfaPersonQuery } from '../../api';
import { Notice, type NoticeTone } from '../../components';
import { useWords, type WordKey } from '../../i18n';
import { PartFailed } from '../parts';
import { useActionsFor, type PersonAction } from './actions-for';
import { useAccessWords } from './use-access-words';
import { Why } from './Why';

const TONES: Record<AccessOutcome, NoticeTone> = {
  let_in: 'success',
  asked: 'success',
  set_up: 'warning',
  locked: 'danger',
  refused: 'danger',
};

/** Obstacles, although the person gets in some other way. */
const SERIOUS = ['locked', 'waiting', 'blocked', 'methods_not_allowed', 'pass_needed'];
const WEAK = ['optional', 'exempt', 'policy_off', 'grace_period'];

const toneOf = ({ outcome, findings }: PersonExplanation['access']): NoticeTone => {
  const code = findings[0]?.code ?? '';
  if (TONES[outcome] === 'success' && SERIOUS.includes(code)) return 'warning';
  return WEAK.includes(code) ? 'info' : TONES[outcome];
};

const ACTIONS: Partial<Record<AccessHelp, PersonAction>> = {
  unlock: 'unlock',
  reset: 'reset',
  pass: 'pass',
  exempt: 'exempt',
  end_exemption: 'endExemption',
  remind: 'remind',
};

interface HelpProps {
  help: readonly AccessHelp[];
  person: PersonDetail;
  onAction(action: PersonAction, person: PersonDetail): void;
}

/** What opens the way, if this administrator may do it. The first one is the usual one. */
const Help = ({ help, person, onAction }: HelpProps) => {
  const t = useWords('people');
  const say = useWords('person');
  const { may } = useActionsFor();
  const links: Partial<Record<AccessHelp, { to: string; label: string }>> = {
    account: { to: `/settings/users/${person.id}`, label: say('access.account') },
    policy: { to: '/settings/mfa/policy', label: say('access.policy') },
  };
  const buttons = help.flatMap((one, index) => {
    const link = links[one];
    if (link)
      return [
        <LinkButton key={one} tag={RouterLink} to={link.to} variant="secondary" size="S">
          {link.label}
        </LinkButton>,
      ];
    const action = ACTIONS[one];
    if (!action || !may(person, action)) return [];
    const key: WordKey<'people'> = `action.${action}`;
    return [
      <Button
        key={one}
        size="S"
        variant={index === 0 ? 'default' : 'tertiary'}
        onClick={() => onAction(action, person)}
        data-help={one}
      >
        {t(key)}
      </Button>,
    ];
  });
  return buttons.length === 0 ? null : (
    <Flex gap={2} wrap="wrap">
      {buttons}
    </Flex>
  );
};

interface AccessProps {
  person: PersonDetail;
  onAction(action: PersonAction, person: PersonDetail): void;
}

const Said = ({ why, person, onAction }: AccessProps & { why: PersonExplanation }) => {
  const [main, ...others] = useAccessWords(why)(why.access);
  if (!main) return null;
  const help = [...new Set(why.access.findings.flatMap((finding) => finding.help))];
  const [lead, ...rest] = main.sentences;
  const after = [...rest, ...others.flatMap(({ sentences }) => sentences)];
  return (
    <Notice tone={toneOf(why.access)} action={<Help help={help} person={person} onAction={onAction} />}>
      <Typography
        tag="p"
        data-access={why.access.outcome}
        data-findings={why.access.findings.map(({ code }) => code).join(' ')}
        style={{ overflowWrap: 'anywhere' }}
      >
        <Typography fontWeight="bold">{lead}</Typography>
        {after.length > 0 ? ` ${after.join(' ')}` : ''}
      </Typography>
    </Notice>
  );
};

/** Why this person can't get in, or that nothing is in the way, and the help beside it. */
export const Access = ({ person, onAction }: AccessProps) => {
  const t = useWords('person');
  const id = useId();
  const [open, setOpen] = useState(false);
  const {
    data: why,
    isError,
    refetch,
  } = useExplainMfaPersonQuery({ id: person.id }, { refetchOnMountOrArgChange: true });
  if (isError) return <PartFailed onRetry={() => void refetch()} />;
  if (!why) return <Loader small />;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Said why={why} person={person} onAction={onAction} />
      <Flex>
        <Button
          variant="ghost"
          size="S"
          endIcon={open ? <CaretUp /> : <CaretDown />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {t('access.decided')}
        </Button>
      </Flex>
      <div id={id}>{open ? <Why id={person.id} /> : null}</div>
    </Flex>
  );
};
