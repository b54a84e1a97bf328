/** Inspects the current screen for accessibility, translation and layout problems. Each finding is one line. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Strapi's elements inside `main`: the header's help link and the sticky copy of the header. */
const STRAPIS = ['[data-strapi-header] a', '[data-strapi-header-sticky]'];
/** We translate the widget titles on the homepage, but Strapi chooses their colors. */
const STRAPIS_COLORS = [...STRAPIS, 'h2[id^="plugin::"]'];

const outsideOf = (selector: string | undefined): string => [...STRAPIS, ...(selector ? [selector] : [])].join(', ');

/** How to inspect a screen in the pseudo language: which part is ours, and which text in it is data. */
export interface Look {
  within: string;
  data: readonly RegExp[];
  /** Parts inside `within` whose text isn't ours. */
  outside?: string;
  /** Skips the phone size, where the element that the screen is anchored to is elsewhere. */
  wideOnly?: boolean;
}

const PHONE = { width: 360, height: 740 };

type WithAxe = Window & { axe: typeof axe };

/** What axe finds inside `within`. `contrastOnly` checks just that, because a theme changes nothing else. */
export const barriers = async (page: Page, within: string, { contrastOnly = false } = {}): Promise<string[]> => {
  // The hover color of the design system's buttons has less contrast than the standard requires.
  await page.mouse.move(2, 2);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const rules = contrastOnly
    ? { type: 'rule' as const, values: ['color-contrast'] }
    : { type: 'tag' as const, values: STANDARD };
  return page.evaluate(
    async ([include, exclude, runOnly]) => {
      const { violations } = await (window as unknown as WithAxe).axe.run({ include: [include], exclude }, { runOnly });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`)
      );
    },
    [within, STRAPIS_COLORS, rules] as const
  );
};

/**
 * Finds text without brackets, whether visible or only announced. `data` matches text that isn't translated, such as
 * names, addresses and codes. The page receives the expressions as source strings.
 */
const untranslated = (page: Page, { within, data, outside }: Look): Promise<string[]> =>
  page.evaluate(
    ([selector, outside, allowed]) => {
      const strip = (text: string): string => {
        let rest = text;
        for (let before = ''; before !== rest;) {
          before = rest;
          rest = rest.replace(/⟦[^⟦⟧]*⟧/gu, ' ');
        }
        for (const source of allowed) rest = rest.replace(new RegExp(source, 'gu'), ' ');
        return rest.trim();
      };
      const found: string[] = [];
      const judge = (what: string, text: string | null, element: Element): void => {
        const rest = strip(text ?? '');
        if (!/\p{L}{2}/u.test(rest) || element.closest(outside)) return;
        found.push(`${what} “${rest}” in ${element.outerHTML.slice(0, 120)}`);
      };
      for (const root of document.querySelectorAll(selector)) {
        for (const element of [root, ...root.querySelectorAll('*')]) {
          if (!element.checkVisibility() || element.closest('select, script, style, [role=textbox]')) continue;
          for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
            judge(name, element.getAttribute(name), element);
          const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
          // A sentence with a name in an element of its own is one text.
          if (texts.length > 0 && element.childElementCount > 0) judge('text', element.textContent, element);
          else for (const node of texts) judge('text', node.textContent, element);
        }
      }
      return found;
    },
    [within, outsideOf(outside), data.map(({ source }) => source)] as const
  );

/** Finds our text that is clipped by an ancestor or overflows a control or the page. */
const cutOff = (page: Page, { within, outside }: Look): Promise<string[]> =>
  page.evaluate(
    ([selector, outside]) => {
      const CONTROL = 'button, a, [role=button], [role=tab], [role=option], [role=menuitem], td, th';
      const found: string[] = [];
      const cuts = (text: DOMRect, element: Element): boolean => {
        const { overflowX, overflowY } = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
        const control = element.matches(CONTROL);
        const wide = text.right > box.right + 1 || text.left < box.left - 1;
        const high = text.bottom > box.bottom + 2 || text.top < box.top - 2;
        return ((hides(overflowX) || control) && wide) || ((hides(overflowY) || control) && high);
      };
      const scrolls = (element: Element): boolean => {
        const { overflowX, overflowY } = getComputedStyle(element);
        return [overflowX, overflowY].some((overflow) => overflow === 'auto' || overflow === 'scroll');
      };
      const spokenOnly = (element: Element): boolean => element.clientWidth <= 1 && element.clientHeight <= 1;
      const judge = (node: Text, root: Element): void => {
        const range = document.createRange();
        range.selectNodeContents(node);
        const text = range.getBoundingClientRect();
        if (text.width === 0) return;
        // On a narrow screen, a select may truncate the chosen option. The open list shows it in full.
        if (node.parentElement?.closest('[role=combobox]') && window.innerWidth < 600) return;
        let scrolled = false;
        for (let element = node.parentElement; element !== null; element = element.parentElement) {
          if (spokenOnly(element) && getComputedStyle(element).overflow === 'hidden') return;
          if (scrolls(element) && element !== root) scrolled = true;
          if (!scrolled && cuts(text, element)) {
            found.push(`cut off “${node.data.slice(0, 60)}” by ${element.outerHTML.slice(0, 140)}`);
            return;
          }
          if (element === root) break;
        }
        if (!scrolled && text.right > window.innerWidth + 1) found.push(`beside the page “${node.data.slice(0, 60)}”`);
      };
      for (const root of document.querySelectorAll(selector)) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode as Text;
          const element = node.parentElement;
          if (!node.data.includes('⟦') || !element?.checkVisibility() || element.closest(outside)) continue;
          judge(node, root);
        }
        if (root.scrollWidth > root.clientWidth + 1 && root.matches('#mfa-gate, [role=dialog], [role=alertdialog]'))
          found.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} pixels`);
      }
      const wide = document.documentElement.scrollWidth - window.innerWidth;
      if (wide > 0) found.push(`the page is ${wide} pixels too wide`);
      return found;
    },
    [within, outsideOf(outside)] as const
  );

const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))
  );

const pageColor = (page: Page): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

const named = (name: string, found: string[]): string[] => found.map((finding) => `${name}: ${finding}`);

/** Inspects the current screen on desktop in light and dark mode, and on a phone. */
export const look = async (page: Page, name: string, at: Look): Promise<string[]> => {
  const { within } = at;
  const size = page.viewportSize() ?? PHONE;
  await settled(page);
  const found = await barriers(page, within);
  found.push(...(await untranslated(page, at)), ...(await cutOff(page, at)));
  const light = await pageColor(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  if ((await pageColor(page)) === light) found.push(`dark: the page stays ${light}`);
  found.push(...(await barriers(page, within, { contrastOnly: true })).map((finding) => `dark ${finding}`));
  await page.emulateMedia({ colorScheme: 'light' });
  if (at.wideOnly) return named(name, found);
  await page.setViewportSize(PHONE);
  await settled(page);
  found.push(...(await cutOff(page, at)).map((finding) => `on a phone: ${finding}`));
  await page.setViewportSize(size);
  await settled(page);
  return named(name, found);
};
