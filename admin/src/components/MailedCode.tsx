import { Button, Flex, Typography } from '@strapi/design-system';

import { useWords } from '../i18n';
import { minutesLeft, SentCode } from './SentCode';
import type { Delivered } from './use-delivered';

interface MailedCodeProps {
  /** Says what the code is for, before one is sent. */
  intro: string;
  delivered: Delivered;
}

/** Sends a code to the account's address, and asks for it. The address can't be changed here. */
export const MailedCode = ({ intro, delivered }: MailedCodeProps) => {
  const t = useWords('shared');
  const { delivery, busy, error, failures, send, confirm } = delivered;

  if (!delivery) {
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography tag="p" textColor="neutral600">
          {intro}
        </Typography>
        <div role="alert">{error ? <Typography textColor="danger600">{error}</Typography> : null}</div>
        <Button type="button" size="L" fullWidth autoFocus loading={busy} onClick={() => void send({})}>
          {t('enroll.email.send')}
        </Button>
      </Flex>
    );
  }
  return (
    <SentCode
      label={t('enroll.email.code')}
      sent={t('enroll.email.sent', { destination: delivery.destination, minutes: minutesLeft(delivery) })}
      delivery={delivery}
      channel="email"
      busy={busy}
      error={error}
      refusalId={failures}
      onCode={(code) => void confirm(code)}
      onResend={() => void send({})}
    />
  );
};
