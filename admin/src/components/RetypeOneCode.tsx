import { useId, useRef, useState, type FormEvent } from 'react';

import { Button, Field, Flex } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { Answer } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { describedBy, FieldFrame } from './FieldFrame';
import { useRefusalWords } from './use-refusal-words';

const Mono = styled(Field.Input)`
  && input {
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: 1.6rem;
    line-height: 2.4rem;
  }
`;

interface RetypeOneCodeProps {
  acknowledge(code: string): Promise<Answer<unknown>>;
  onFinished(): void;
  onBack(): void;
}

/** The codes are no longer visible, so a person who can enter one has saved them. Checking doesn't use up the code. */
export const RetypeOneCode = ({ acknowledge, onFinished, onBack }: RetypeOneCodeProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const fail = (message: string) => {
    setError(message);
    input.current?.focus();
    input.current?.select();
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (code.trim() === '') return fail(t('recovery.proveEmpty'));
    setBusy(true);
    const answer = await acknowledge(code.trim());
    setBusy(false);
    if (answer.ok) return onFinished();
    fail(answer.refusal.code === 'MFA_INVALID_CODE' ? t('recovery.proveWrong') : say(answer.refusal));
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <FieldFrame id={id} label={t('recovery.prove')} hint={t('recovery.proveHint')} error={error}>
          <Mono
            ref={input}
            type="text"
            autoFocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            value={code}
            readOnly={busy}
            hasError={error !== null}
            aria-invalid={error !== null}
            aria-describedby={describedBy(id, true, error)}
            onChange={(event) => {
              setCode(event.target.value);
              setError(null);
            }}
          />
        </FieldFrame>
        <Button type="submit" size="L" fullWidth loading={busy}>
          {t('recovery.finish')}
        </Button>
        <Button type="button" variant="tertiary" onClick={onBack}>
          {t('recovery.showAgain')}
        </Button>
      </Flex>
    </form>
  );
};
