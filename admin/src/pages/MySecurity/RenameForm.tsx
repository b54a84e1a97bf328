import { useId, useState, type FormEvent, type KeyboardEvent } from 'react';

import { Button, Field, Flex } from '@strapi/design-system';

import { LIMITS } from '../../../../shared/contracts/constants';
import { useRenameAuthenticatorMutation } from '../../api';
import { describedBy, FieldFrame } from '../../components';
import { useWords } from '../../i18n';
import { useReport } from '../parts';

interface RenameFormProps {
  id: string;
  name: string;
  takenNames: readonly string[];
  onClosed(): void;
}

/** A field in place of the name. Esc cancels. */
export const RenameForm = ({ id, name, takenNames, onClosed }: RenameFormProps) => {
  const t = useWords('security');
  const shared = useWords('shared');
  const report = useReport();
  const fieldId = useId();
  const [text, setText] = useState(name);
  const [error, setError] = useState<string | null>(null);
  const [rename, { isLoading }] = useRenameAuthenticatorMutation();

  const faultOf = (wanted: string): string | null => {
    if (wanted === '') return t('rename.empty');
    const taken = takenNames.some((other) => other !== name && other.toLowerCase() === wanted.toLowerCase());
    return taken ? t('rename.taken') : null;
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    const fault = faultOf(wanted);
    setError(fault);
    if (fault !== null) return;
    if (wanted === name) return onClosed();
    const answer = await rename({ id, name: wanted });
    if ('error' in answer) return report.failed(answer.error);
    report.done(t('rename.done', { name: wanted }));
    onClosed();
  };

  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClosed();
  };

  return (
    <form onSubmit={(event) => void save(event)} onKeyDown={keyDown} noValidate style={{ flex: '1 1 24rem' }}>
      <Flex gap={2} alignItems="flex-end" wrap="wrap">
        <Flex flex="1 1 20rem" minWidth={0}>
          <FieldFrame id={fieldId} label={t('rename.label')} error={error}>
            <Field.Input
              type="text"
              autoFocus
              autoComplete="off"
              maxLength={LIMITS.nameLength}
              value={text}
              readOnly={isLoading}
              hasError={error !== null}
              aria-describedby={describedBy(fieldId, false, error)}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setText(event.target.value)}
            />
          </FieldFrame>
        </Flex>
        <Flex gap={2} paddingBottom={error === null ? 0 : 6}>
          <Button type="submit" loading={isLoading}>
            {t('rename.save')}
          </Button>
          <Button type="button" variant="tertiary" onClick={onClosed}>
            {shared('action.cancel')}
          </Button>
        </Flex>
      </Flex>
    </form>
  );
};
