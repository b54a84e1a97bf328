import { useId, useState, type FormEvent, type KeyboardEvent } from 'react';

import { Button, Field, Flex } from '@strapi/design-system';

import { LIMITS } from '../../../shared/contracts/constants';
import type { Answer } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { describedBy, FieldFrame } from './FieldFrame';
import { useRefusalWords } from './use-refusal-words';

interface RenameFormProps {
  name: string;
  takenNames: readonly string[];
  save(name: string): Promise<Answer<unknown>>;
  /** Closed, with the new name if there is one. */
  onClosed(renamed: string | null): void;
}

/** A field in place of the name. Esc cancels. */
export const RenameForm = ({ name, takenNames, save, onClosed }: RenameFormProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const fieldId = useId();
  const [text, setText] = useState(name);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const faultOf = (wanted: string): string | null => {
    if (wanted === '') return t('rename.empty');
    const taken = takenNames.some((other) => other !== name && other.toLowerCase() === wanted.toLowerCase());
    return taken ? t('rename.taken') : null;
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // A form inside a dialog, whose own form must not hear of this.
    event.stopPropagation();
    if (busy) return;
    const wanted = text.trim();
    const fault = faultOf(wanted);
    setError(fault);
    if (fault !== null) return;
    if (wanted === name) return onClosed(null);
    setBusy(true);
    const answer = await save(wanted);
    setBusy(false);
    if (answer.ok) return onClosed(wanted);
    setError(say(answer.refusal));
  };

  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClosed(null);
  };

  return (
    <form onSubmit={(event) => void submit(event)} onKeyDown={keyDown} noValidate style={{ flex: '1 1 24rem' }}>
      <Flex gap={2} alignItems="flex-end" wrap="wrap">
        <Flex flex="1 1 20rem" minWidth={0}>
          <FieldFrame id={fieldId} label={t('rename.label')} error={error}>
            <Field.Input
              type="text"
              autoFocus
              autoComplete="off"
              maxLength={LIMITS.nameLength}
              value={text}
              readOnly={busy}
              hasError={error !== null}
              aria-describedby={describedBy(fieldId, false, error)}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setText(event.target.value)}
            />
          </FieldFrame>
        </Flex>
        <Flex gap={2} paddingBottom={error === null ? 0 : 6}>
          <Button type="submit" loading={busy}>
            {t('rename.save')}
          </Button>
          <Button type="button" variant="tertiary" onClick={() => onClosed(null)}>
            {t('action.cancel')}
          </Button>
        </Flex>
      </Flex>
    </form>
  );
};
