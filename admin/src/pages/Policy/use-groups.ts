import { useEffect, useRef, useState, type MutableRefObject, type RefObject } from 'react';

import { useLocation } from 'react-router-dom';

import { GROUPS, headingId, type GroupName } from './groups';

/** The sticky header appears a moment after the page was scrolled. */
const SETTLED_MS = 150;
/** A heading this far below the bar of links counts as reached. */
const REACHED_PX = 48;

const headingOf = (name: GroupName): HTMLElement | null => document.getElementById(headingId(name));

const scrollerOf = (element: HTMLElement): HTMLElement => {
  const scrolls = ({ overflowY }: CSSStyleDeclaration): boolean => overflowY === 'auto' || overflowY === 'scroll';
  for (let one = element.parentElement; one; one = one.parentElement) if (scrolls(getComputedStyle(one))) return one;
  return document.documentElement;
};

/** How far Strapi's sticky header covers the scrolled area. It has none on phones. */
const coveredIn = (scroller: HTMLElement): number => {
  const header = document.querySelector('[data-strapi-header-sticky]')?.getBoundingClientRect();
  const top = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
  return header ? Math.max(0, header.bottom - top) : 0;
};

const reachedIn = (scroller: HTMLElement, bar: HTMLElement): GroupName => {
  const line = bar.getBoundingClientRect().bottom + REACHED_PX;
  // The last part may be too short to ever reach the bar.
  if (scroller.scrollTop > 0 && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2) {
    return GROUPS[GROUPS.length - 1] ?? GROUPS[0];
  }
  const reached = GROUPS.filter((name) => (headingOf(name)?.getBoundingClientRect().top ?? Infinity) <= line);
  return reached[reached.length - 1] ?? GROUPS[0];
};

/**
 * Which part of the page is in view, and jumps to the one in the address. `arrived` outlives the form, which is built
 * anew after each save, so that a save doesn't jump again.
 */
export const useGroups = (
  root: RefObject<HTMLElement>,
  bar: RefObject<HTMLElement>,
  arrived: MutableRefObject<string | null>
): GroupName => {
  const location = useLocation();
  const [current, setCurrent] = useState<GroupName>(GROUPS[0]);
  /** The part somebody jumped to stays current until they scroll. */
  const jumpedTo = useRef<GroupName | null>(null);

  useEffect(() => {
    const page = root.current;
    const links = bar.current;
    if (!page || !links) return;
    const scroller = scrollerOf(page);
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const look = (): void => {
      page.style.setProperty('--mfa-policy-top', `${coveredIn(scroller)}px`);
      if (jumpedTo.current === null) setCurrent(reachedIn(scroller, links));
    };
    const settle = (): void => {
      look();
      if (jumpedTo.current) headingOf(jumpedTo.current)?.scrollIntoView();
    };
    const scrolled = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLED_MS);
    };
    const free = (): void => {
      jumpedTo.current = null;
    };

    const moves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
    document.addEventListener('scroll', scrolled, { capture: true, passive: true });
    for (const move of moves) document.addEventListener(move, free, { capture: true, passive: true });
    look();
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      document.removeEventListener('scroll', scrolled, { capture: true });
      for (const move of moves) document.removeEventListener(move, free, { capture: true });
    };
  }, [root, bar]);

  useEffect(() => {
    const name = GROUPS.find((group) => location.hash === `#${group}`);
    if (!name || arrived.current === location.key) return;
    arrived.current = location.key;
    jumpedTo.current = name;
    setCurrent(name);
    const heading = headingOf(name);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }, [location, arrived]);

  return current;
};
