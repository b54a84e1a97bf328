import { useEffect, useRef, useState, type MutableRefObject, type RefObject } from 'react';

import { useLocation } from 'react-router-dom';

import { GROUPS, headingId, type GroupName } from './groups';

/** The sticky header appears a moment after the page was scrolled. */
const SETTLED_MS = 150;
/** A heading this far below the bar of links counts as reached. */
const REACHED_PX = 48;

const headingOf = (name: GroupName): HTMLElement | null => document.getElementById(headingId(name));

const ancestorsOf = (element: HTMLElement): HTMLElement[] => {
  const found: HTMLElement[] = [];
  for (let one = element.parentElement; one; one = one.parentElement) found.push(one);
  return found;
};

interface Surroundings {
  scroller: HTMLElement;
  /** Where what sticks stops, from the top of the window. */
  limit: number;
  /** How far Strapi's sticky header covers the scroller. It has none on phones. */
  covered: number;
  /** On small screens, an element of Strapi's that could scroll, but doesn't, catches what should stick. */
  caught: boolean;
}

const surroundingsOf = (page: HTMLElement): Surroundings => {
  const holders = ancestorsOf(page).filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY));
  const scroller = holders.find((one) => one.scrollHeight > one.clientHeight + 1) ?? document.documentElement;
  const top = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
  const header = document.querySelector('[data-strapi-header-sticky]')?.getBoundingClientRect();
  const covered = header ? Math.max(0, header.bottom - top) : 0;
  return { scroller, covered, limit: top + covered, caught: holders.length > 0 && holders[0] !== scroller };
};

/** Sticks without CSS, in the place that the bar keeps free. */
const stick = (bar: HTMLElement, strip: HTMLElement, { caught, limit }: Surroundings): void => {
  const { top, left, width } = bar.getBoundingClientRect();
  const stuck = caught && top < limit;
  Object.assign(strip.style, {
    position: stuck ? 'fixed' : '',
    top: stuck ? `${limit}px` : '',
    left: stuck ? `${left}px` : '',
    width: stuck ? `${width}px` : '',
  });
};

const reachedIn = (scroller: HTMLElement, strip: HTMLElement): GroupName => {
  const line = strip.getBoundingClientRect().bottom + REACHED_PX;
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
    const strip = links?.firstElementChild;
    if (!page || !links || !(strip instanceof HTMLElement)) return;
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const look = (): void => {
      const around = surroundingsOf(page);
      page.style.setProperty('--mfa-policy-top', `${around.covered}px`);
      stick(links, strip, around);
      if (jumpedTo.current === null) setCurrent(reachedIn(around.scroller, strip));
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
    window.addEventListener('resize', scrolled);
    for (const move of moves) document.addEventListener(move, free, { capture: true, passive: true });
    look();
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      document.removeEventListener('scroll', scrolled, { capture: true });
      window.removeEventListener('resize', scrolled);
      for (const move of moves) document.removeEventListener(move, free, { capture: true });
    };
  }, [root, bar]);

  useEffect(() => {
    const name = GROUPS.find((group) => location.hash === `#${group}`);
    // An address that somebody types keeps the key of the first one.
    const visit = `${location.key} ${location.hash}`;
    if (!name || arrived.current === visit) return;
    arrived.current = visit;
    jumpedTo.current = name;
    setCurrent(name);
    const heading = headingOf(name);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }, [location, arrived]);

  return current;
};
