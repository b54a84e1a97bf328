import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Shield, WarningCircle } from '@strapi/icons';

import { type AuthenticatorType, type MeView } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { standingOf, useWhen } from '../parts';
import { addable } from './groups';
import { PreferredMethod } from './PreferredMethod';

interface StatusCardProps {
  me: MeView;
  onAdd(type: AuthenticatorType): void;
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
  const line = me.recoveryCodes.remaining > 0 ? 'status.backup.line' : 'status.backup.noCodes';
  return { title: t('status.backup'), line: t(line, { name }) };
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

const ADD_LABELS = {
  webauthn: 'keys.add',
  totp: 'apps.add',
  email: 'delivered.add.email',
  sms: 'delivered.add.sms',
} as const;

/** The page's first answer: am I protected, and what should I do next? */
export const StatusCard = ({ me, onAdd }: StatusCardProps) => {
  const t = useWords('security');
  const words = useStandingWords(me);
  const { kind } = standingOf(me);
  const { Icon, background, fill } = LOOKS[kind];
  const offers = kind === 'protected' ? [] : addable(me).filter(({ lessProtection }) => !lessProtection);

  return (
    <Box
      tag="section"
      aria-labelledby="mfa-standing"
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
            {offers.length > 0 ? (
              <Flex gap={2} wrap="wrap" paddingTop={2}>
                {offers.map(({ method, icon: FactorIcon }, index) => (
                  <Button
                    key={method}
                    variant={index === 0 ? 'default' : 'secondary'}
                    startIcon={<FactorIcon />}
                    onClick={() => onAdd(method)}
                  >
                    {t(ADD_LABELS[method])}
                  </Button>
                ))}
              </Flex>
            ) : null}
          </Flex>
        </Flex>
        <PreferredMethod me={me} />
      </Flex>
    </Box>
  );
};
