import { useEffect, useState, type ReactNode } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

import type { Delivery } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { CodeField } from './CodeField';

/** The longest plausible wait. A computer whose clock is behind must not wait for hours. */
const LONGEST_WAIT = 120;

const secondsUntil = (time: string): number =>
  Math.min(LONGEST_WAIT, Math.max(0, Math.ceil((Date.parse(time) - Date.now()) / 1000)));

const useSecondsUntil = (time: string): number => {
  const [left, setLeft] = useState(() => secondsUntil(time));
  useEffect(() => {
    setLeft(secondsUntil(time));
    const timer = setInterval(() => setLeft((current) => Math.max(0, current - 1)), 1000);
    return () => clearInterval(timer);
  }, [time]);
  return left;
};

/** Whole minutes that a delivered code is still valid, at least one. */
export const minutesLeft = (delivery: Delivery): number =>
  Math.min(60, Math.max(1, Math.round((Date.parse(delivery.expiresAt) - Date.now()) / 60_000)));

interface SentCodeProps {
  label: string;
  /** "We sent a code to …" */
  sent: ReactNode;
  delivery: Delivery;
  /** How the code travels, and so where it may be stuck. */
  channel: 'email' | 'sms';
  busy: boolean;
  error?: ReactNode;
  refusalId?: number;
  onCode(code: string): void;
  onResend(): void;
  children?: ReactNode;
}

/** The field for an emailed or texted code, and a button to send another. The destination can't be edited here. */
export const SentCode = ({
  label,
  sent,
  delivery,
  channel,
  busy,
  error,
  refusalId,
  onCode,
  onResend,
  children,
}: SentCodeProps) => {
  const t = useWords('shared');
  const wait = useSecondsUntil(delivery.resendAt);
  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      <Typography tag="p" textColor="neutral600" role="status">
        {sent}
      </Typography>
      <CodeField label={label} busy={busy} error={error} refusalId={refusalId} onCode={onCode}>
        {children}
      </CodeField>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Button type="button" variant="tertiary" disabled={wait > 0 || busy} onClick={onResend}>
          {wait > 0 ? t('send.againIn', { seconds: wait }) : t('send.again')}
        </Button>
        <Typography variant="pi" tag="p" textColor="neutral600">
          {t(`send.nothingYet.${channel}`)}
        </Typography>
      </Flex>
    </Flex>
  );
};
