import { cloneElement, useRef, type CSSProperties, type ReactElement, type ReactNode } from 'react';

import { Box, Button, Dialog } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import { useWords } from '../../i18n';

interface ConfirmProps {
  open: boolean;
  title: string;
  /** The consequences. Sentences about different things are separate lines. */
  children: ReactNode;
  more?: readonly string[];
  /** Below the sentences, e.g. a list. */
  details?: ReactNode;
  confirm: string;
  onConfirm(): void;
  onClose(): void;
  danger?: boolean;
  cancel?: string;
}

/** However long the consequences are, the title and the buttons stay in view, and what is between them scrolls. */
const FITS = { display: 'flex', flexDirection: 'column', maxHeight: 'calc(100dvh - 3.2rem)' } as const;
const SCROLLS = { justifyContent: 'flex-start', minHeight: 0, overflowY: 'auto' } as const;

interface BodyProps {
  icon: ReactElement<{ width: number; height: number; style: CSSProperties }>;
  children: ReactNode;
  more: readonly string[];
  details: ReactNode;
}

/** The design system supports the icon and description only around a single text. */
const Body = ({ icon, children, more, details }: BodyProps) => {
  if (more.length === 0 && !details) return <Dialog.Body icon={icon}>{children}</Dialog.Body>;
  return (
    <Dialog.Body style={SCROLLS}>
      {cloneElement(icon, { width: 24, height: 24, style: { flexShrink: 0 } })}
      <Dialog.Description>
        {children}
        {more.map((line) => (
          <Box key={line} tag="span" display="block" paddingTop={3}>
            {line}
          </Box>
        ))}
      </Dialog.Description>
      {details}
    </Dialog.Body>
  );
};

/**
 * Asks before something that can't be undone. It closes first, so that a question from the gate doesn't appear above
 * it.
 */
export const Confirm = (props: ConfirmProps) => {
  const {
    open,
    title,
    children,
    more = [],
    details = null,
    confirm,
    onConfirm,
    onClose,
    danger = true,
    cancel,
  } = props;
  const t = useWords('shared');
  // The dialog opens by state and has no trigger, so this restores the focus when it closes.
  const opener = useRef<Element | null>(null);
  const giveBack = (event: Event) => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <Dialog.Root open={open} onOpenChange={(next: boolean) => (next ? undefined : onClose())}>
      <Dialog.Content
        onOpenAutoFocus={() => (opener.current = document.activeElement)}
        onCloseAutoFocus={giveBack}
        style={FITS}
      >
        <Dialog.Header>{title}</Dialog.Header>
        <Body
          icon={<WarningCircle fill={danger ? 'danger600' : 'warning600'} aria-hidden />}
          more={more}
          details={details}
        >
          {children}
        </Body>
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
