/**
 * The bar that replaces a canceled question. It has its own space below the page and covers nothing. It works by mouse
 * and keyboard, even while one of Strapi's dialogs traps focus and pointer.
 */
import { useEffect, useRef } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { createRoot } from 'react-dom/client';
import { styled } from 'styled-components';

import { useWords } from '../../i18n';
import type { PanelApp } from '../panel';
import { focusableIn } from './isolation';
import { PanelLook } from './PanelLook';
import type { AsideEvents, Drawn } from './question';

const ID = 'mfa-aside';

const Bar = styled(Flex)`
  background: ${({ theme }) => theme.colors.neutral0};
  border-top: 1px solid ${({ theme }) => theme.colors.neutral200};
  box-shadow: ${({ theme }) => theme.shadows.popupShadow};
  box-sizing: border-box;
`;

interface AsideBarProps {
  unsaved: boolean;
  events: AsideEvents;
}

const AsideBar = ({ unsaved, events }: AsideBarProps) => {
  const t = useWords('challenge');
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // A disabled button can't keep the focus, so the bar gets it.
    if (document.activeElement === null || document.activeElement === document.body) confirm.current?.focus();
  }, []);
  return (
    <Bar justifyContent="center" alignItems="center" gap={4} wrap="wrap" padding={4}>
      <Typography tag="p" fontWeight="semiBold" textColor="neutral800">
        {t(unsaved ? 'aside.unsaved' : 'aside.waiting')}
      </Typography>
      <Flex gap={2} wrap="wrap">
        <Button ref={confirm} type="button" onClick={events.confirm}>
          {t('aside.confirm')}
        </Button>
        <Button type="button" variant="tertiary" onClick={events.discard}>
          {t(unsaved ? 'aside.discard' : 'aside.leave')}
        </Button>
      </Flex>
    </Bar>
  );
};

/** Events that a dialog below must not get: it would close at the first click, or take the focus back. */
const ENDING_HERE = ['pointerdown', 'mousedown', 'touchstart', 'focusin', 'keydown'] as const;

/** Tab cycles through an open dialog and the bar. Without a dialog, the page's own order is right. */
const tabThroughBoth = (bar: HTMLElement, event: KeyboardEvent): void => {
  const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"], [role="alertdialog"]');
  const dialog = dialogs[dialogs.length - 1];
  if (event.key !== 'Tab' || !dialog) return;
  const circle = [...focusableIn(dialog), ...focusableIn(bar)];
  const at = circle.findIndex((element) => element === document.activeElement);
  if (at === -1) return;
  const next = circle[(at + (event.shiftKey ? circle.length - 1 : 1)) % circle.length];
  if (!next || (!bar.contains(next) && !bar.contains(document.activeElement))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  next.focus();
};

export const drawAside = ({ app, unsaved, events }: { app: PanelApp } & AsideBarProps): Drawn => {
  const element = document.createElement('div');
  element.id = ID;
  // Dialogs hide everything else from screen readers, except live regions.
  element.setAttribute('role', 'status');
  element.setAttribute('aria-live', 'polite');
  Object.assign(element.style, {
    bottom: '0',
    insetInline: '0',
    pointerEvents: 'auto',
    position: 'fixed',
    zIndex: '1000',
  });
  document.body.append(element);

  const before = document.body.style.paddingBottom;
  const makeRoom = new ResizeObserver(() => {
    const height = `${element.offsetHeight}px`;
    document.body.style.paddingBottom = height;
    // Scrolls a focused field above the bar, not below it.
    document.documentElement.style.scrollPaddingBottom = height;
  });
  makeRoom.observe(element);

  const stop = (event: Event): void => event.stopPropagation();
  for (const type of ENDING_HERE) element.addEventListener(type, stop);
  const onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && element.contains(event.relatedTarget)) event.stopImmediatePropagation();
  };
  const onKey = (event: KeyboardEvent): void => tabThroughBoth(element, event);
  window.addEventListener('focusout', onFocusOut, { capture: true });
  window.addEventListener('keydown', onKey, { capture: true });

  const root = createRoot(element);
  root.render(
    <PanelLook app={app} areas={['challenge', 'shared']}>
      <AsideBar unsaved={unsaved} events={events} />
    </PanelLook>
  );
  return {
    close: async () => {
      window.removeEventListener('focusout', onFocusOut, { capture: true });
      window.removeEventListener('keydown', onKey, { capture: true });
      makeRoom.disconnect();
      document.body.style.paddingBottom = before;
      document.documentElement.style.scrollPaddingBottom = '';
      root.unmount();
      element.remove();
    },
  };
};
