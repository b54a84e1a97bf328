import { Flex, LinkButton, Typography } from '@strapi/design-system';
import { CheckCircle, Shield, WarningCircle } from '@strapi/icons';
import { Widget } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';

import { LIMITS } from '../../../shared/contracts/constants';
import { type MeView } from '../../../shared/contracts/types';
import { useGetMfaMeQuery } from '../api';
import { useWords, Words } from '../i18n';
import { standingOf, useWhen } from '../pages/parts';

interface Said {
  look: 'protected' | 'almost' | 'none';
  line: string;
  button: string | null;
}

const LOOKS = {
  protected: { Icon: CheckCircle, background: 'success100', fill: 'success600' },
  almost: { Icon: WarningCircle, background: 'warning100', fill: 'warning600' },
  none: { Icon: Shield, background: 'danger100', fill: 'danger600' },
} as const;

/** The status, one line that explains it, and the next step. */
const useSaid = (me: MeView): Said => {
  const t = useWords('security');
  const when = useWhen();
  const { kind, usable } = standingOf(me);
  if (kind === 'none' || kind === 'unusable') {
    const deadline = me.graceEndsAt ? t('widget.none.deadline', { date: when.date(me.graceEndsAt) }) : null;
    return { look: 'none', line: deadline ?? t('widget.none.line'), button: t('widget.none.button') };
  }
  if (kind === 'backup') return { look: 'almost', line: t('widget.almost.line'), button: t('widget.almost.button') };
  if (me.recoveryCodes.remaining <= LIMITS.recoveryCodesLow) {
    return { look: 'almost', line: t('widget.almost.codes'), button: t('widget.almost.codesButton') };
  }
  return { look: 'protected', line: t('widget.protected.line', { count: usable.length }), button: null };
};

const Account = ({ me }: { me: MeView }) => {
  const t = useWords('security');
  const { look, line, button } = useSaid(me);
  const { Icon, background, fill } = LOOKS[look];
  return (
    <Flex height="100%" direction="column" justifyContent="center" alignItems="center" gap={4}>
      <Flex background={background} hasRadius padding={3} aria-hidden>
        <Icon fill={fill} width="2.4rem" height="2.4rem" />
      </Flex>
      <Flex direction="column" alignItems="center" gap={1}>
        <Typography variant="beta" tag="p" textColor="neutral800">
          {t(`widget.${look}`)}
        </Typography>
        <Typography textColor="neutral600" textAlign="center">
          {line}
        </Typography>
      </Flex>
      {button === null ? null : (
        <LinkButton tag={RouterLink} to="/me/security" variant={look === 'none' ? 'default' : 'secondary'} size="S">
          {button}
        </LinkButton>
      )}
    </Flex>
  );
};

const Loaded = () => {
  const { data: me, isError } = useGetMfaMeQuery();
  if (isError) return <Widget.Error />;
  return me ? <Account me={me} /> : <Widget.Loading />;
};

export const AccountWidget = () => (
  <Words areas={['security']} fallback={<Widget.Loading />}>
    <Loaded />
  </Words>
);
