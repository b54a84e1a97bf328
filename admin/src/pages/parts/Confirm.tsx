import { useRef, type ReactNode } from 'react';

import { Button, Dialog } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import { useWords } from '../../i18n';

interface ConfirmProps {
  open: boolean;
  title: string;
  children: ReactNode;
  confirm: string;
  onConfirm(): void;
  onClose(): void;
  danger?: boolean;
  cancel?: string;
}

/** Asks before something that can't be undone. It closes first, so that a question of the gate never stands over it. */
export const Confirm = (props: ConfirmProps) => {
  const { open, title, children, confirm, onConfirm, onClose, danger = true, cancel } = props;
  const t = useWords('shared');
  // Opened by a state and not by a trigger of its own, it would leave the focus nowhere.
  const opener = useRef<Element | null>(null);
  const giveBack = (event: Event) => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <Dialog.Root open={open} onOpenChange={(next: boolean) => (next ? undefined : onClose())}>
      <Dialog.Content onOpenAutoFocus={() => (opener.current = document.activeElement)} onCloseAutoFocus={giveBack}>
        <Dialog.Header>{title}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill={danger ? 'danger600' : 'warning600'} aria-hidden />}>
          {children}
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary">
              {cancel ?? t('action.cancel')}
            </Button>
          </Dialog.Cancel>
          <Dialog.Action>
            <Button fullWidth variant={danger ? 'danger-light' : 'default'} onClick={onConfirm}>
              {confirm}
            </Button>
          </Dialog.Action>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
};
