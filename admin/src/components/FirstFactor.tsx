import { useEffect, useId, useRef, useState, type FormEvent } from 'react';

import { Button, Field, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { OwedFirstFactor } from '../../../shared/contracts/types';
import type { Answer, Delivery, FirstFactorCalls, Refusal } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { describedBy, FieldFrame } from './FieldFrame';
import { minutesLeft, SentCode } from './SentCode';
import { useRefusalWords } from './use-refusal-words';

const PassInput = styled(Field.Input)`
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  height: 4.8rem;

  && input {
    font-family: inherit;
    font-size: 1.8rem;
    letter-spacing: 0.1em;
    text-transform: uppercase;
  }
`;

interface PartProps {
  calls: FirstFactorCalls;
  onProved(): void;
  onRefused(refusal: Refusal): void;
}

/** One call at a time, and what came of the last one. */
const useProving = ({ onProved, onRefused }: Pick<PartProps, 'onProved' | 'onRefused'>) => {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [failures, setFailures] = useState(0);
  const run = async <T,>(call: () => Promise<Answer<T>>, done: (data: T) => void = onProved) => {
    setBusy(true);
    setRefusal(null);
    const answer = await call();
    setBusy(false);
    if (answer.ok) return done(answer.data);
    setRefusal(answer.refusal);
    setFailures((count) => count + 1);
    onRefused(answer.refusal);
  };
  return { busy, refusal, failures, run };
};

/** The pass an administrator gave: typed from paper or heard on the phone. */
const PassPart = (props: PartProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [pass, setPass] = useState('');
  const [empty, setEmpty] = useState(false);
  const { busy, refusal, failures, run } = useProving(props);

  useEffect(() => {
    if (failures > 0) input.current?.select();
  }, [failures]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setEmpty(pass.trim() === '');
    if (pass.trim() === '') return input.current?.focus();
    void run(() => props.calls.pass(pass.trim()));
  };

  const refused = refusal && (refusal.code === 'MFA_INVALID_PASS' ? t('first.pass.wrong') : say(refusal));
  const error = empty ? t('first.pass.empty') : refused;
  return (
    <form onSubmit={submit} noValidate>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography tag="p" textColor="neutral600">
          {t('first.pass.intro')}
        </Typography>
        <FieldFrame id={id} label={t('first.pass.label')} hint={t('first.pass.hint')} error={error}>
          <PassInput
            ref={input}
            type="text"
            name="enrollment-pass"
            autoComplete="off"
            autoCapitalize="characters"
            autoFocus
            maxLength={40}
            spellCheck={false}
            value={pass}
            readOnly={busy}
            hasError={Boolean(error)}
            aria-invalid={Boolean(error)}
            aria-describedby={describedBy(id, true, error)}
            onChange={(event) => {
              setPass(event.target.value);
              setEmpty(false);
            }}
          />
        </FieldFrame>
        <Button type="submit" size="L" fullWidth loading={busy}>
          {t('first.pass.submit')}
        </Button>
      </Flex>
    </form>
  );
};

const EmailPart = (props: PartProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const [delivery, setDelivery] = useState<Delivery | null>(null);
  const { busy, refusal, failures, run } = useProving(props);
  const send = () => void run(() => props.calls.send(), setDelivery);
  const error = refusal ? say(refusal) : null;

  if (!delivery) {
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography tag="p" textColor="neutral600">
          {t('first.email.intro')}
        </Typography>
        <div role="alert">{error ? <Typography textColor="danger600">{error}</Typography> : null}</div>
        <Button type="button" size="L" fullWidth autoFocus loading={busy} onClick={send}>
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
      busy={busy}
      error={error}
      refusalId={failures}
      onCode={(code) => void run(() => props.calls.verify(code))}
      onResend={send}
    />
  );
};

interface FirstFactorProps {
  proof: OwedFirstFactor;
  calls: FirstFactorCalls;
  onProved(): void;
  /** A refusal this step can say nothing about, and all others. */
  onRefused(refusal: Refusal): void;
}

/** What is proved before the first method: a code to the address on file, or a pass, which counts in its place. */
export const FirstFactor = ({ proof, calls, onProved, onRefused }: FirstFactorProps) => {
  const t = useWords('shared');
  const [byPass, setByPass] = useState(false);
  const passes = proof === 'pass' || byPass;
  const Part = passes ? PassPart : EmailPart;
  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      <Typography variant="delta" tag="h2">
        {t(passes ? 'first.pass.title' : 'first.email.title')}
      </Typography>
      <Part calls={calls} onProved={onProved} onRefused={onRefused} />
      {proof === 'email' ? (
        <Flex direction="column" alignItems="stretch" gap={2}>
          {byPass ? null : (
            <Typography variant="pi" tag="p" textColor="neutral600">
              {t('first.email.noMail')}
            </Typography>
          )}
          <Button type="button" variant="tertiary" onClick={() => setByPass(!byPass)}>
            {t(byPass ? 'action.back' : 'first.pass.have')}
          </Button>
        </Flex>
      ) : null}
    </Flex>
  );
};
