import { useId, useRef, useState, type KeyboardEvent } from 'react';

import { Box, Button, Field, Flex, Typography } from '@strapi/design-system';

import { type IdentityCheck, type PersonRow } from '../../../../shared/contracts/types';
import { sendVerification, useGetMfaPersonQuery, verifyCaller } from '../../api';
import { describedBy, FieldFrame, Notice } from '../../components';
import { type Refusal } from '../../factors';
import { useWords } from '../../i18n';
import { useWhen } from '../parts';

interface VerifyProps {
  person: PersonRow;
  onVerified?(): void;
}

/** Declined questions of the gate say nothing here: the person knows what they did. */
const DECLINED = ['MFA_REQUIRED', 'MFA_PASSWORD_REQUIRED', 'MFA_REAUTHENTICATION_REQUIRED'];

const useRefusalWords = () => {
  const t = useWords('person');
  return ({ code, details }: Refusal): string | null => {
    if (DECLINED.includes(code)) return null;
    if (code === 'UNREACHABLE') return t('verify.unanswered');
    if (code === 'MFA_RESEND_TOO_EARLY') return t('verify.early');
    if (code === 'MFA_TOO_MANY_ATTEMPTS') return t('verify.limit');
    if (code === 'MFA_METHOD_UNAVAILABLE')
      return t(details['reason'] === 'address_changed' ? 'verify.address_changed' : 'verify.unavailable');
    if (code === 'MFA_INVALID_CODE') {
      const count = Number(details['attemptsRemaining'] ?? 0);
      return count > 0 ? t('verify.wrong', { count }) : t('verify.over');
    }
    return t('verify.failed');
  };
};

interface TypedProps {
  check: IdentityCheck;
  email: string;
  busy: boolean;
  error: string | null;
  onCheck(code: string): void;
}

const Typed = ({ check, email, busy, error, onCheck }: TypedProps) => {
  const t = useWords('person');
  const when = useWhen();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const send = () => {
    if (code.trim() === '') input.current?.focus();
    else onCheck(code);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    // This field is part of a larger form, which Enter must not send.
    event.preventDefault();
    send();
  };
  const hint = t('verify.sent', { email, time: when.moment(check.expiresAt) });
  return (
    <FieldFrame id={id} label={t('verify.label')} hint={hint} error={error}>
      <Flex gap={2} alignItems="center">
        <Box flex="1" maxWidth="20rem">
          <Field.Input
            ref={input}
            autoFocus
            inputMode="numeric"
            autoComplete="off"
            maxLength={16}
            value={code}
            aria-describedby={describedBy(id, hint, error)}
            onChange={(event) => setCode(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </Box>
        <Button type="button" variant="secondary" loading={busy} onClick={send}>
          {t('verify.check')}
        </Button>
      </Flex>
    </FieldFrame>
  );
};

/** Sends the person a code to read back. It helps to know who is calling, and nothing depends on it. */
export const Verify = ({ person, onVerified }: VerifyProps) => {
  const t = useWords('person');
  const when = useWhen();
  const say = useRefusalWords();
  const id = useId();
  const { data, refetch } = useGetMfaPersonQuery({ id: person.id }, { refetchOnMountOrArgChange: true });
  const [busy, setBusy] = useState<'send' | 'check' | null>(null);
  const [error, setError] = useState<string | null>(null);
  const check = data?.verification ?? null;
  const name = person.name || person.email;

  /** Whatever was answered, or wasn't: what counts is what the server says now. */
  const settle = async (refusal: Refusal | null): Promise<void> => {
    const { data: now } = await refetch();
    setBusy(null);
    if (now?.verification?.verifiedAt) {
      setError(null);
      onVerified?.();
    } else setError(refusal && say(refusal));
  };
  const send = async () => {
    setBusy('send');
    const answer = await sendVerification(person.id);
    await settle(answer.ok ? null : answer.refusal);
  };
  const verify = async (code: string) => {
    setBusy('check');
    const answer = await verifyCaller(person.id, code);
    await settle(answer.ok ? null : answer.refusal);
  };

  if (check?.verifiedAt) {
    return (
      <Notice tone="success" announce="polite">
        {t('verify.done', { name, time: when.moment(check.verifiedAt) })}
      </Notice>
    );
  }
  return (
    <Flex
      role="group"
      aria-labelledby={id}
      direction="column"
      alignItems="stretch"
      gap={3}
      padding={4}
      hasRadius
      background="neutral100"
    >
      <Typography id={id} fontWeight="bold" textColor="neutral800" tag="p">
        {t('verify.title')}
      </Typography>
      <Typography tag="p" style={{ overflowWrap: 'anywhere' }}>
        {t('verify.line', { email: person.email })}
      </Typography>
      {check ? (
        <Typed
          key={check.sentAt}
          check={check}
          email={person.email}
          busy={busy === 'check'}
          error={error}
          onCheck={(code) => void verify(code)}
        />
      ) : null}
      <Flex gap={3} wrap="wrap">
        <Button
          type="button"
          size="S"
          variant={check ? 'tertiary' : 'secondary'}
          loading={busy === 'send'}
          onClick={() => void send()}
        >
          {t(check ? 'verify.again' : 'verify.send')}
        </Button>
        <div role="alert">
          {error && !check ? (
            <Typography variant="pi" textColor="danger600" tag="p">
              {error}
            </Typography>
          ) : null}
        </div>
      </Flex>
    </Flex>
  );
};
