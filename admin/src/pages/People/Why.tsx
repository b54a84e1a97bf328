import { Badge, Flex, Typography } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';

import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import { type Explanation, type PersonExplanation } from '../../../../shared/contracts/types';
import { useExplainMfaPersonQuery } from '../../api';
import { useWords } from '../../i18n';
import { PartFailed, Rows, useWhen } from '../parts';

const RULES = [
  'policy_disabled',
  'person_exempt',
  'sso_exempt',
  'guarded_elsewhere',
  'first_factor_proof',
  'reset_enrollment',
  'requirement',
  'optional_not_enrolled',
  'grace_period',
  'must_enroll',
  'nothing_provable',
  'trusted_browser',
  'session_verified',
  'session_trusted',
  'allowed_method_missing',
  'ask',
] as const;

const useRuleWords = () => {
  const t = useWords('people');
  return (rule: string): string => {
    const known = RULES.find((name) => name === rule);
    return known ? t(`rule.${known}`) : rule;
  };
};

const LEVEL_RULE = 'requirement';
const PROOF_RULE = 'first_factor_proof';
const OWED = ['email', 'pass'] as const;

/** The result of one rule. The requirement decides nothing by itself. The rules after it use it. */
const Outcome = ({ rule }: { rule: Explanation['rules'][number] }) => {
  const t = useWords('people');
  if (rule.applied) {
    return (
      <Badge backgroundColor="primary100" textColor="primary700">
        {t('why.applied')}
      </Badge>
    );
  }
  const owed = OWED.find((known) => rule.rule === PROOF_RULE && known === rule.details.owed);
  if (owed) return <Typography variant="pi">{t(`why.owed.${owed}`)}</Typography>;
  const level = REQUIREMENTS.find((known) => rule.rule === LEVEL_RULE && known === rule.details.requirement);
  return (
    <Typography variant="pi" textColor={level ? 'neutral800' : 'neutral600'}>
      {level ? t(`details.requirement.${level}`) : t('why.passed')}
    </Typography>
  );
};

const Rule = ({ rule }: { rule: Explanation['rules'][number] }) => {
  const say = useRuleWords();
  return (
    <Flex tag="li" gap={3} justifyContent="space-between" data-rule={rule.rule} data-applied={rule.applied}>
      <Typography textColor={rule.applied ? 'neutral800' : 'neutral600'} fontWeight={rule.applied ? 'bold' : 'regular'}>
        {say(rule.rule)}
      </Typography>
      <Outcome rule={rule} />
    </Flex>
  );
};

const Sources = ({ why }: { why: PersonExplanation }) => {
  const t = useWords('people');
  const roleName = (source: string): string =>
    source === 'default'
      ? t('why.source.default')
      : (why.user.roles.find(({ code }) => code === source)?.name ?? source);
  const levels = why.sources.map(({ source, level }) => `${roleName(source)}: ${t(`details.requirement.${level}`)}`);
  return (
    <Typography variant="pi" textColor="neutral600">
      {t('why.sources', { levels: levels.join(' · ') })}
    </Typography>
  );
};

/** The rules in the order they apply, up to the one that decided, from the function that decides. */
export const Why = ({ id }: { id: number }) => {
  const t = useWords('people');
  const when = useWhen();
  const { data: why, isError, refetch } = useExplainMfaPersonQuery({ id });
  if (isError) return <PartFailed onRetry={() => void refetch()} />;
  if (!why) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex gap={2} alignItems="center">
        <CheckCircle aria-hidden fill="primary600" />
        <Typography variant="delta" tag="p">
          {t(`why.${why.action}`)}
          {why.validUntil ? ` ${t('why.until', { date: when.moment(why.validUntil) })}` : ''}
        </Typography>
      </Flex>
      <Sources why={why} />
      <Rows>
        {why.rules.map((rule) => (
          <Rule key={rule.rule} rule={rule} />
        ))}
      </Rows>
      {why.inTrustedBrowser ? (
        <Typography variant="pi" textColor="neutral600">
          {t('why.inTrustedBrowser', { verdict: t(`why.${why.inTrustedBrowser.action}`) })}
        </Typography>
      ) : null}
    </Flex>
  );
};
