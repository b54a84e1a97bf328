import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';

import { Button, Field, Flex } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useWords } from '../i18n';
import { codeFault, codeIn } from './code';
import { describedBy, FieldFrame } from './FieldFrame';
import { Notice } from './Notice';

/** At least sixteen pixels, because phones zoom in otherwise. Wide enough for eight digits. */
const CodeInput = styled(Field.Input)`
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  height: 4.8rem;

  && input {
    font-family: inherit;
    font-size: 2rem;
    letter-spacing: 0.35em;
    line-height: 2.2rem;
  }
`;

interface CodeFieldProps {
  label: string;
  busy: boolean;
  /** What the server or the caller says about the last code. */
  error?: ReactNode;
  /** Changes with every refusal, so that the same message is announced again and the text is selected. */
  refusalId?: number;
  onCode(code: string): void;
  submitLabel?: string;
  autoFocus?: boolean;
  /** The entered text belongs to another method. Offers to switch to it. */
  elsewhere?(typed: string): { words: string; action: string; go(): void } | null;
  /** Between the field and the button. */
  children?: ReactNode;
}

/** One field for six digits: typed, pasted, or filled in by phones and password managers. At most one per page. */
export const CodeField = (props: CodeFieldProps) => {
  const { label, busy, error, refusalId = 0, onCode, submitLabel, autoFocus = true, elsewhere, children } = props;
  const t = useWords('shared');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const refused = useRef<string | null>(null);
  /** An input method is still composing, so the field may change once more. */
  const composing = useRef(false);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<ReactNode>(null);

  useEffect(() => {
    if (refusalId === 0) return;
    input.current?.focus();
    input.current?.select();
  }, [refusalId]);

  const send = (code: string) => {
    setFault(null);
    refused.current = code;
    onCode(code);
  };

  const change = (value: string) => {
    setText(value);
    setFault(null);
    if (composing.current) return;
    const code = codeIn(value);
    // Once per value: a code that was just refused waits for the button.
    if (!busy && codeFault(code) === null && code !== refused.current) send(code);
  };

  const other = elsewhere?.(text) ?? null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || composing.current) return;
    const code = codeIn(text);
    const found = codeFault(code);
    if (found === null) return send(code);
    if (other) return other.go();
    setFault(t(`code.${found}`));
    input.current?.focus();
  };

  const shown = fault ?? error;
  return (
    <form onSubmit={submit} noValidate>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <FieldFrame id={id} label={label} hint={t('code.hint')} error={shown}>
          <CodeInput
            ref={input}
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus={autoFocus}
            maxLength={120}
            enterKeyHint="done"
            spellCheck={false}
            value={text}
            readOnly={busy}
            hasError={Boolean(shown)}
            aria-invalid={Boolean(shown)}
            aria-describedby={describedBy(id, true, shown)}
            onChange={(event) => change(event.target.value)}
            onCompositionStart={() => {
              composing.current = true;
            }}
            onCompositionEnd={(event) => {
              composing.current = false;
              change(event.currentTarget.value);
            }}
          />
        </FieldFrame>
        {other ? (
          <Notice
            tone="info"
            announce="polite"
            action={
              <Button type="button" variant="secondary" onClick={other.go}>
                {other.action}
              </Button>
            }
          >
            {other.words}
          </Notice>
        ) : null}
        {children}
        <Button type="submit" size="L" fullWidth loading={busy}>
          {submitLabel ?? t('code.submit')}
        </Button>
      </Flex>
    </form>
  );
};
