import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Shield, WarningCircle } from '@strapi/icons';

import { type AuthenticatorType, type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { standingOf, useWhen } from '../parts';
import { ADD_LABELS, addable } from './groups';
import { nextStepOf, type NextStep } from './next-step';
import { PreferredMethod } from './PreferredMethod';
import { type NewCodes } from './use-recovery-codes';

interface StatusCardProps {
  me: MeView;
  /** The method whose question is open. */
  asking: AuthenticatorType | null;
  anew: NewCodes;
  onAdd(type: AuthenticatorType): void;
  onRemake(view: AuthenticatorView): void;
}

const LOOKS = {
  protected: { Icon: CheckCircle, background: 'success100', fill: 'success600' },
  backup: { Icon: WarningCircle, background: 'warning100', fill: 'warning600' },
  none: { Icon: Shield, background: 'danger100', fill: 'danger600' },
  unusable: { Icon: WarningCircle, background: 'danger100', fill: 'danger600' },
} as const;

const useStandingWords = (me: MeView): { title: string; line: string } => {
  const t = useWords('security');
  const { kind, usable } = standingOf(me);
  if (kind === 'none') return { title: t('status.none'), line: t('status.none.line') };
  if (kind === 'unusable') return { title: t('status.unusable'), line: t('status.unusable.line') };
  if (kind === 'protected') {
    return { title: t('status.protected', { count: usable.length }), line: t('status.protected.line') };
  }
  const name = usable[0]?.name ?? '';
  return { title: t('status.backup'), line: t('status.backup.line', { name }) };
};

/** What is missing, or else how well the person is protected. */
const useStepWords = (me: MeView, step: NextStep): { title: string; line: string } => {
  const t = useWords('security');
  const standing = useStandingWords(me);
  switch (step?.kind) {
    case 'codes':
      return { title: t('next.codes'), line: t('next.codes.line') };
    case 'fewCodes':
      return { title: t('next.fewCodes'), line: t('codes.low', { count: me.recoveryCodes.remaining }) };
    case 'better':
      return { title: standing.title, line: t('next.better.line', { name: step.view.name }) };
    default:
      return standing;
  }
};

/** The deadline, if there is one. */
const Deadline = ({ me }: { me: MeView }) => {
  const t = useWords('security');
  const when = useWhen();
  if (me.enrolled) return null;
  if (me.graceEndsAt) {
    return <Typography fontWeight="bold">{t('status.deadline', { date: when.date(me.graceEndsAt) })}</Typography>;
  }
  return me.requirement === 'optional' ? null : <Typography fontWeight="bold">{t('status.required')}</Typography>;
};

interface StepProps extends StatusCardProps {
  step: NextStep;
}

/** The button of the next step. Other methods that would do as well are beside it. */
const StepActions = ({ me, step, asking, anew, onAdd, onRemake }: StepProps) => {
  const t = useWords('security');
  if (step === null) return null;
  if (step.kind === 'better') {
    return (
      <Button variant="secondary" loading={asking === step.view.type} onClick={() => onRemake(step.view)}>
        {t('row.remake')}
      </Button>
    );
  }
  if (step.kind !== 'method') {
    return (
      <Button loading={anew.busy} data-action="make-codes" onClick={anew.make}>
        {t(me.recoveryCodes.generatedAt === null ? 'codes.make' : 'codes.renew')}
      </Button>
    );
  }
  // The list below has the others. Only a backup is worth a choice here.
  const strong = addable(me).filter(({ lessProtection }) => !lessProtection);
  const offers = me.enrolled ? strong : strong.slice(0, 1);
  return offers.map(({ method, icon: FactorIcon }, index) => (
    <Button
      key={method}
      variant={index === 0 ? 'default' : 'tertiary'}
      startIcon={<FactorIcon />}
      loading={asking === method}
      onClick={() => onAdd(method)}
    >
      {t(ADD_LABELS[method])}
    </Button>
  ));
};

/** The page's first answer: am I protected, and what should I do next? */
export const StatusCard = (props: StatusCardProps) => {
  const { me } = props;
  const step = nextStepOf(me);
  const words = useStepWords(me, step);
  const { kind } = standingOf(me);
  const { Icon, background, fill } = LOOKS[kind === 'protected' && step !== null ? 'backup' : kind];

  return (
    <Box
      tag="section"
      aria-labelledby="mfa-standing"
      data-next-step={step?.kind ?? 'none'}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={{ initial: 4, medium: 6 }}
    >
      <Flex gap={5} alignItems="flex-start" wrap="wrap">
        <Flex gap={{ initial: 4, medium: 5 }} alignItems="flex-start" flex="1 1 40rem" minWidth={0}>
          <Flex background={background} hasRadius padding={{ initial: 2, medium: 4 }} shrink={0} aria-hidden>
            <Icon fill={fill} width="3.2rem" height="3.2rem" />
          </Flex>
          <Flex direction="column" alignItems="flex-start" gap={2} flex="1" minWidth={0}>
            <Typography variant="beta" tag="h2" id="mfa-standing">
              {words.title}
            </Typography>
            <Typography tag="p" textColor="neutral600" style={{ maxWidth: '68ch' }}>
              {words.line}
            </Typography>
            <Deadline me={me} />
            {step === null ? null : (
              <Flex gap={2} wrap="wrap" paddingTop={2}>
                <StepActions {...props} step={step} />
              </Flex>
            )}
          </Flex>
        </Flex>
        <PreferredMethod me={me} />
      </Flex>
    </Box>
  );
};
