import { useEffect, useId, useRef, useState, type FormEvent } from 'react';

import { Button, Field, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { OwedFirstFactor } from '../../../shared/contracts/types';
import type { FirstFactorCalls, Refusal } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { describedBy, FieldFrame } from './FieldFrame';
import { MailedCode } from './MailedCode';
import { useDelivered } from './use-delivered';
import { useRefusalWords } from './use-refusal-words';

const PassInput = styled(Field.Input)`
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  height: 4.8rem;

  && input {
    font-family: inherit;
    font-size: 1.8rem;
    letter-spacing: 0.1em;
    line-height: 2.2rem;
    text-transform: uppercase;
  }
`;

interface PartProps {
  calls: FirstFactorCalls;
  onProved(): void;
  onRefused(refusal: Refusal): void;
}

/** The pass from an administrator. People type it from paper, or as they hear it on the phone. */
const PassPart = ({ calls, onProved, onRefused }: PartProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [pass, setPass] = useState('');
  const [empty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  useEffect(() => {
    if (refusal) input.current?.select();
  }, [refusal]);

  const tryPass = async () => {
    setBusy(true);
    setRefusal(null);
    const answer = await calls.pass(pass.trim());
    setBusy(false);
    if (answer.ok) return onProved();
    setRefusal(answer.refusal);
    onRefused(answer.refusal);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setEmpty(pass.trim() === '');
    if (pass.trim() === '') return input.current?.focus();
    void tryPass();
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

/** The code for the account's address, which is verified before a first method is set up. */
const EmailPart = ({ calls, onProved, onRefused }: PartProps) => {
  const t = useWords('shared');
  const delivered = useDelivered<unknown>({
    send: () => calls.send(),
    confirm: (code) => calls.verify(code),
    onConfirmed: () => onProved(),
    onRefused,
  });
  return <MailedCode intro={t('first.email.intro')} delivered={delivered} />;
};

interface FirstFactorProps {
  proof: OwedFirstFactor;
  calls: FirstFactorCalls;
  onProved(): void;
  /** Refusals that this step can't handle, and all others. */
  onRefused(refusal: Refusal): void;
}

/** The proof before the first method: a code sent to the account's address, or a pass instead. */
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
