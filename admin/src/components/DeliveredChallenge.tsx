import { useCallback, useEffect, useRef, useState } from 'react';

import { Button, Flex, Loader } from '@strapi/design-system';

import type { ChallengeProps, Refusal } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { Notice } from './Notice';
import { minutesLeft, SentCode } from './SentCode';
import { useAttemptsLeft, useRefusalWords } from './use-refusal-words';

interface DeliveredChallengeProps extends ChallengeProps {
  label: string;
  channel: 'email' | 'sms';
  sending: string;
  sent(destination: string, minutes: number): string;
}

/** Sends a code when it opens, unless one was already sent in this transaction. Sends again only on request. */
const useSending = ({ delivery, send, onDelivered, suggestOtherWays }: DeliveredChallengeProps) => {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [sending, setSending] = useState(false);
  const asked = useRef(delivery !== null);

  const deliver = useCallback(async () => {
    setRefusal(null);
    setSending(true);
    const answer = await send();
    setSending(false);
    if (answer.ok) return onDelivered(answer.data);
    setRefusal(answer.refusal);
    suggestOtherWays();
  }, [send, onDelivered, suggestOtherWays]);

  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void deliver();
  }, [deliver]);

  return { refusal, sending, deliver };
};

/** The challenge of every method with delivered codes. */
export const DeliveredChallenge = (props: DeliveredChallengeProps) => {
  const { label, channel, sending: sendingWords, sent, delivery, busy, refusal, failures, submit, extra } = props;
  const t = useWords('shared');
  const say = useRefusalWords();
  const attempts = useAttemptsLeft();
  const { refusal: notSent, sending, deliver } = useSending(props);

  const notice = notSent ? (
    <Notice
      tone="warning"
      announce="assertive"
      action={
        <Button type="button" variant="secondary" loading={sending} onClick={() => void deliver()}>
          {t('action.tryAgain')}
        </Button>
      }
    >
      {say(notSent)}
    </Notice>
  ) : null;

  if (!delivery) {
    if (notice) return notice;
    return (
      <Flex justifyContent="center" minHeight="16rem">
        <Loader>{sendingWords}</Loader>
      </Flex>
    );
  }

  const words = () => {
    if (!refusal) return null;
    const expired = Date.parse(delivery.expiresAt) < Date.now();
    const message = refusal.code === 'MFA_INVALID_CODE' && expired ? t('enroll.expired') : say(refusal);
    return `${message} ${attempts(refusal)}`.trim();
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {notice}
      <SentCode
        label={label}
        sent={sent(delivery.destination, minutesLeft(delivery))}
        delivery={delivery}
        channel={channel}
        busy={busy}
        error={words()}
        refusalId={failures}
        onCode={(code) => submit({ code })}
        onResend={() => void deliver()}
      >
        {extra}
      </SentCode>
    </Flex>
  );
};
