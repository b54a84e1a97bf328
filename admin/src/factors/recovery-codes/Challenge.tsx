import { useEffect, useId, useRef, useState, type FormEvent } from 'react';

import { Button, Field, Flex } from '@strapi/design-system';
import { styled } from 'styled-components';

import { describedBy, FieldFrame, useAttemptsLeft, useRefusalWords } from '../../components';
import { useWords } from '../../i18n';
import type { ChallengeProps } from '../factor-ui';

const Mono = styled(Field.Input)`
  && input {
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: 1.6rem;
    line-height: 2.4rem;
  }
`;

export const Challenge = ({ busy, refusal, failures, submit, given }: ChallengeProps) => {
  const t = useWords('challenge');
  const say = useRefusalWords();
  const attempts = useAttemptsLeft();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState(given);
  const [empty, setEmpty] = useState(false);

  useEffect(() => {
    if (failures === 0) return;
    input.current?.focus();
    input.current?.select();
  }, [failures]);

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setEmpty(code.trim() === '');
    if (code.trim() === '') return input.current?.focus();
    submit({ code: code.trim() });
  };

  const words = () => {
    if (empty) return t('panel.recovery_code.empty');
    if (!refusal) return null;
    const wrong = refusal.code === 'MFA_INVALID_CODE';
    return `${wrong ? t('panel.recovery_code.wrong') : say(refusal)} ${attempts(refusal)}`.trim();
  };
  const error = words();

  return (
    <form onSubmit={send} noValidate>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <FieldFrame id={id} label={t('panel.recovery_code.label')} hint={t('panel.recovery_code.hint')} error={error}>
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
              setEmpty(false);
            }}
          />
        </FieldFrame>
        <Button type="submit" size="L" fullWidth loading={busy}>
          {t('panel.recovery_code.button')}
        </Button>
      </Flex>
    </form>
  );
};
