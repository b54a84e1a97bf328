/**
 * Makes one layer the only usable part of the page, even above one of Strapi's dialogs. A Radix dialog below would
 * close at the first click, take the focus back, block scrolling, and handle Escape. So events end at our layer, and
 * everything else is inert.
 */
const ENDING_HERE = ['pointerdown', 'mousedown', 'touchstart', 'touchmove', 'wheel', 'focusin', 'keydown'] as const;

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])';

/** Focusable elements, in order. */
export const focusableIn = (layer: HTMLElement): HTMLElement[] =>
  Array.from(layer.querySelectorAll<HTMLElement>(FOCUSABLE)).filter((element) => element.getClientRects().length > 0);

/** Tab cycles within the layer. */
const keepTabInside = (layer: HTMLElement, event: KeyboardEvent): void => {
  const all = focusableIn(layer);
  const [first, last] = [all[0], all[all.length - 1]];
  if (!first || !last) return event.preventDefault();
  const active = document.activeElement;
  const outside = !layer.contains(active);
  if (event.shiftKey && (active === first || outside)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (active === last || outside)) {
    event.preventDefault();
    first.focus();
  }
};

export interface Layer {
  element: HTMLElement;
  /** Removes the layer, and restores everything else, including the focus. */
  remove(): void;
}

/** `onEscape`: handles the Escape key. Nothing else on the page gets it. */
export const isolatedLayer = (id: string, onEscape: () => void): Layer => {
  const element = document.createElement('div');
  element.id = id;
  Object.assign(element.style, {
    inset: '0',
    overflow: 'auto',
    pointerEvents: 'auto',
    position: 'fixed',
    zIndex: '10000',
  });
  const focused = document.activeElement;
  const silenced = Array.from(document.body.children).filter(
    (child): child is HTMLElement => child instanceof HTMLElement && !child.inert
  );
  for (const child of silenced) child.inert = true;
  document.body.append(element);

  const stop = (event: Event): void => event.stopPropagation();
  for (const type of ENDING_HERE) element.addEventListener(type, stop);

  const onKey = (event: KeyboardEvent): void => {
    // The Escape that ends an input method's composition does nothing else.
    if (event.key === 'Escape' && !event.isComposing) {
      // Before the capturing listener that one of Strapi's dialogs has on the document.
      event.stopPropagation();
      onEscape();
    }
    if (event.key === 'Tab') keepTabInside(element, event);
  };
  window.addEventListener('keydown', onKey, { capture: true });

  return {
    element,
    remove: () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      element.remove();
      for (const child of silenced) child.inert = false;
      if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
    },
  };
};
