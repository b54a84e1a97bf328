import { useState } from 'react';

import { Button, Flex } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';

import { type MeView } from '../../../../shared/contracts/types';
import { Notice } from '../../components';
import { useWords } from '../../i18n';
import { useEndOthers } from './use-end-others';

/** The login in which it was closed, for all tabs of this browser. */
const PUT_AWAY = 'strapi-mfa-attempts-put-away';

const PAGE_HEADING = 'mfa-my-security-title';

interface AttemptsNoticeProps {
  me: MeView;
  onChanged(): void;
}

/**
 * Someone else knows the password: what this means and what to do. After closing, it's hidden until another login has
 * attempts.
 */
export const AttemptsNotice = ({ me, onChanged }: AttemptsNoticeProps) => {
  const t = useWords('security');
  const { formatDate } = useIntl();
  const navigate = useNavigate();
  const { busy, endOthers } = useEndOthers(onChanged);
  const [putAway, setPutAway] = useState(() => window.localStorage.getItem(PUT_AWAY));
  const signIn = me.sessions.find(({ current }) => current)?.id ?? '';
  if (!me.attempts || putAway === signIn) return null;

  const { count, lastAt } = me.attempts;
  const date = formatDate(lastAt, { dateStyle: 'long', timeStyle: 'short' });
  const close = () => {
    window.localStorage.setItem(PUT_AWAY, signIn);
    setPutAway(signIn);
    // The focused element is gone, so continue at the top of the page.
    const heading = document.getElementById(PAGE_HEADING);
    heading?.setAttribute('tabindex', '-1');
    heading?.focus();
  };
  const seeActivity = () => document.getElementById('mfa-recent-activity')?.focus();
  return (
    <Notice
      tone="warning"
      heading="h2"
      title={t('notice.attempts.title', { date })}
      action={
        <Flex gap={2} wrap="wrap">
          <Button size="S" onClick={() => navigate('/me')}>
            {t('activity.notYours.password')}
          </Button>
          <Button size="S" variant="tertiary" loading={busy} onClick={() => void endOthers()}>
            {t('activity.notYours.devices')}
          </Button>
          <Button size="S" variant="tertiary" onClick={seeActivity}>
            {t('notice.attempts.activity')}
          </Button>
          <Button size="S" variant="tertiary" onClick={close}>
            {t('notice.attempts.close')}
          </Button>
        </Flex>
      }
    >
      {t('notice.attempts.line', { count })}
    </Notice>
  );
};
