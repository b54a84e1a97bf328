import { type ReactNode } from 'react';

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
  return (
    <Dialog.Root open={open} onOpenChange={(next: boolean) => (next ? undefined : onClose())}>
      <Dialog.Content>
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
