import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react';

import { Button, Field, Flex, Modal, Typography } from '@strapi/design-system';

import { describedBy, FieldFrame } from '../../components';
import { useWords } from '../../i18n';
import { Reasons, type ReasonKey } from './Reasons';

interface ActionModalProps {
  title: string;
  line: string;
  confirm: string;
  danger?: boolean;
  /** The usual reasons for it. */
  reasons?: readonly ReasonKey[];
  /** Fields before the reason. */
  children?: ReactNode;
  /** After the reason. */
  after?: ReactNode;
  /** False keeps the dialog open, because a field above is invalid. */
  check?(): boolean;
  onConfirm(reason: string): void;
  onClose(): void;
}

/** The first thing to fill in or choose. Never the button that closes, and never one that sends something. */
const FIRST = '[role=radio], [role=checkbox], [role=combobox], [aria-pressed], input, textarea';

/** An action on another person: its effect, the reason, and a button. The reason goes to the activity log. */
export const ActionModal = (props: ActionModalProps) => {
  const { title, line, confirm, reasons = [], danger = false, children, after, check, onConfirm, onClose } = props;
  const shared = useWords('shared');
  const pages = useWords('pages');
  const body = useRef<HTMLDivElement>(null);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const right = check?.() ?? true;
    setMissing(reason.trim() === '');
    if (!right || reason.trim() === '') return;
    onConfirm(reason.trim());
  };

  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content
        aria-describedby={undefined}
        style={{ maxWidth: '56rem' }}
        onOpenAutoFocus={(event: Event) => {
          const first = body.current?.querySelector<HTMLElement>(FIRST);
          if (!first) return;
          event.preventDefault();
          first.focus();
        }}
      >
        <form onSubmit={submit} noValidate>
          <Modal.Header closeLabel={pages('action.close')}>
            <Modal.Title>{title}</Modal.Title>
          </Modal.Header>
          <Modal.Body>
            <Flex ref={body} direction="column" alignItems="stretch" gap={5}>
              <Typography tag="p">{line}</Typography>
              {children}
              <Reasons
                choices={reasons}
                value={reason}
                missing={missing}
                onChange={(value) => {
                  setReason(value);
                  setMissing(false);
                }}
              />
              {after}
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
