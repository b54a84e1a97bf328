import { useId, useState, type FormEvent, type ReactNode } from 'react';

import { Button, Field, Flex, Modal, Textarea, Typography } from '@strapi/design-system';

import { describedBy, FieldFrame } from '../../components';
import { useWords } from '../../i18n';

interface ActionModalProps {
  title: string;
  line: string;
  confirm: string;
  danger?: boolean;
  /** Fields before the reason. */
  children?: ReactNode;
  /** False keeps the dialog open, because a field above is invalid. */
  check?(): boolean;
  onConfirm(reason: string): void;
  onClose(): void;
}

const REASON_LENGTH = 500;

/** An action on another person: its effect, the reason, and a button. The reason goes to the activity log. */
export const ActionModal = (props: ActionModalProps) => {
  const { title, line, confirm, danger = false, children, check, onConfirm, onClose } = props;
  const t = useWords('people');
  const shared = useWords('shared');
  const pages = useWords('pages');
  const id = useId();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const error = missing ? t('reason.missing') : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const right = check?.() ?? true;
    setMissing(reason.trim() === '');
    if (!right || reason.trim() === '') return;
    onConfirm(reason.trim());
  };

  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined} style={{ maxWidth: '56rem' }}>
        <form onSubmit={submit} noValidate>
          <Modal.Header closeLabel={pages('action.close')}>
            <Modal.Title>{title}</Modal.Title>
          </Modal.Header>
          <Modal.Body>
            <Flex direction="column" alignItems="stretch" gap={5}>
              <Typography tag="p">{line}</Typography>
              {children}
              <FieldFrame id={id} label={t('reason.label')} hint={t('reason.hint')} error={error}>
                <Textarea
                  value={reason}
                  maxLength={REASON_LENGTH}
                  aria-describedby={describedBy(id, true, error)}
                  onChange={(event) => {
                    setReason(event.target.value);
                    setMissing(false);
                  }}
                />
              </FieldFrame>
            </Flex>
          </Modal.Body>
          <Modal.Footer>
            <Button type="button" variant="tertiary" onClick={onClose}>
              {shared('action.cancel')}
            </Button>
            <Button type="submit" variant={danger ? 'danger' : 'default'}>
              {confirm}
            </Button>
          </Modal.Footer>
        </form>
      </Modal.Content>
    </Modal.Root>
  );
};

interface TextFieldProps {
  label: string;
  value: string;
  error: string | null;
  type?: 'text' | 'date';
  min?: string;
  max?: string;
  onChange(value: string): void;
}

/** A text line in such a dialog. */
export const ActionField = ({ label, value, error, type = 'text', min, max, onChange }: TextFieldProps) => {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} error={error}>
      <Field.Input
        type={type}
        min={min}
        max={max}
        value={value}
        autoComplete="off"
        spellCheck={false}
        hasError={error !== null}
        aria-describedby={describedBy(id, false, error)}
        onChange={(event) => onChange(event.target.value)}
      />
    </FieldFrame>
  );
};
