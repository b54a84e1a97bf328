import { useId, useState, type FormEvent } from 'react';

import { Button, Field, Flex } from '@strapi/design-system';

import { describedBy, FieldFrame, minutesLeft, SentCode, useDeliveredEnrollment } from '../../components';
import { useWords } from '../../i18n';
import type { EnrollProps } from '../factor-ui';

/** E.164: a plus, then at most fifteen digits. People also enter spaces, hyphens, and parentheses. */
const toE164 = (typed: string): string => typed.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
const isE164 = (number: string): boolean => /^\+[1-9]\d{6,14}$/.test(number);

export const Enroll = (props: EnrollProps) => {
  const t = useWords('shared');
  const id = useId();
  const { delivery, busy, error, failures, refusal, send, confirm, startOver } = useDeliveredEnrollment('sms', props);
  const [number, setNumber] = useState('');
  const [wrong, setWrong] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const phoneNumber = toE164(number);
    setWrong(!isE164(phoneNumber));
    if (isE164(phoneNumber)) void send({ phoneNumber });
  };

  if (!delivery) {
    const unknown = wrong || refusal?.code === 'MFA_INVALID_REQUEST';
    const shown = unknown ? t('enroll.sms.numberWrong') : error;
    return (
      <form onSubmit={submit} noValidate>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <FieldFrame id={id} label={t('enroll.sms.number')} hint={t('enroll.sms.numberHint')} error={shown}>
            <Field.Input
              type="tel"
              autoComplete="tel"
              autoFocus
              maxLength={40}
              value={number}
              readOnly={busy}
              hasError={Boolean(shown)}
              aria-invalid={Boolean(shown)}
              aria-describedby={describedBy(id, true, shown)}
              onChange={(event) => {
                setNumber(event.target.value);
                setWrong(false);
              }}
            />
          </FieldFrame>
          <Button type="submit" size="L" fullWidth loading={busy}>
            {t('enroll.sms.send')}
          </Button>
        </Flex>
      </form>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <SentCode
        label={t('enroll.sms.code')}
        sent={t('enroll.sms.sent', { destination: delivery.destination, minutes: minutesLeft(delivery) })}
        delivery={delivery}
        channel="sms"
        busy={busy}
        error={error}
        refusalId={failures}
        onCode={(code) => void confirm(code)}
        onResend={() => void send({ phoneNumber: toE164(number) })}
      />
      <Button type="button" variant="tertiary" onClick={startOver}>
        {t('enroll.sms.change')}
      </Button>
    </Flex>
  );
};
