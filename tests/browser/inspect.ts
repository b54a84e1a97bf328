/** What is wrong with a screen that is shown, as one line a finding: for assistive technology, in translation, in space. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What is not ours in `main`: the header's help link of Strapi, and its sticky double. */
const STRAPIS = ['[data-strapi-header] a', '[data-strapi-header-sticky]'];
/** Ours to translate, Strapi's to color: titles of the boxes on the homepage. */
const STRAPIS_COLORS = [...STRAPIS, 'h2[id^="plugin::"]'];

const outsideOf = (selector: string | undefined): string => [...STRAPIS, ...(selector ? [selector] : [])].join(', ');

/** How a screen in the pseudo language is looked at: which part of the page is ours, and what in it is data. */
export interface Look {
  within: string;
  data: readonly RegExp[];
  /** Parts of it whose words are not ours. */
  outside?: string;
  /** It hangs on something that stands elsewhere on a phone. */
  wideOnly?: boolean;
}

const PHONE = { width: 360, height: 740 };

type WithAxe = Window & { axe: typeof axe };

/** What axe finds inside `within`; only contrast when asked, which is all that a theme can change. */
export const barriers = async (page: Page, within: string, { contrastOnly = false } = {}): Promise<string[]> => {
  // The design system's buttons are paler under the pointer than the standard asks for.
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
 * Words without brackets, shown or only spoken. `data` are the words that are nobody's to translate: names, addresses,
 * codes. Expressions are handed over as their sources.
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
          for (const node of element.childNodes)
            if (node.nodeType === Node.TEXT_NODE) judge('text', node.textContent, element);
        }
      }
      return found;
    },
    [within, outsideOf(outside), data.map(({ source }) => source)] as const
  );

/** Words of ours that are cut off by what they stand in, or stick out of a button or of the page. */
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
        // What is chosen of a list may end in dots where there is no room: the list has it in full.
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

/** Looks at what is shown now: wide and on a phone, light and dark. */
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
