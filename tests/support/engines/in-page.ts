/** Functions that run inside the page. They're sent as text, so they can't use anything outside of themselves. */

export interface Target {
  /** A CSS selector. `name` narrows down its matches. */
  css: string;
  /** Part of the accessible name, or a regular expression as `/source/flags`. */
  name?: string;
  /** A CSS selector of an ancestor. The last visible match counts. */
  within?: string;
}

export interface Found {
  x: number;
  y: number;
  text: string;
  value: string | null;
  checked: boolean;
  /** Whether a click here would reach it: it isn't moving, covered, or disabled. */
  reachable: boolean;
  count: number;
}

/** The position of the first visible element that matches, or null. Scrolls it into view. */
export const locate = async ({ css, name, within }: Target): Promise<Found | null> => {
  const shown = (element: Element): boolean => {
    const style = getComputedStyle(element);
    return element.getClientRects().length > 0 && style.visibility !== 'hidden';
  };
  const nameOf = (element: Element): string => {
    const labels = (element as HTMLInputElement).labels;
    const labelled = element.getAttribute('aria-labelledby');
    if (labelled) {
      return labelled
        .split(/\s+/)
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' ');
    }
    const said = element.getAttribute('aria-label');
    if (said) return said;
    if (labels && labels.length > 0) return [...labels].map((label) => label.textContent ?? '').join(' ');
    return (element.textContent ?? '') || (element.getAttribute('title') ?? '');
  };
  const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const pattern = name === undefined ? null : /^\/(.*)\/([a-z]*)$/s.exec(name);
  const means = (element: Element): boolean => {
    if (name === undefined) return true;
    const text = clean(nameOf(element));
    return pattern ? new RegExp(pattern[1] ?? '', pattern[2]).test(text) : text.includes(name);
  };
  const scope = within === undefined ? document : [...document.querySelectorAll(within)].filter(shown).pop();
  const all = scope ? [...scope.querySelectorAll(css)].filter((one) => shown(one) && means(one)) : [];
  const element = all[0];
  if (!element) return null;
  element.scrollIntoView({ block: 'center', inline: 'nearest' });
  const before = element.getBoundingClientRect();
  await new Promise((done) => setTimeout(done, 50));
  const after = element.getBoundingClientRect();
  const [x, y] = [after.left + after.width / 2, after.top + after.height / 2];
  const there = document.elementFromPoint(x, y);
  const still = before.left === after.left && before.top === after.top;
  const on = !(element as HTMLButtonElement).disabled && element.getAttribute('aria-disabled') !== 'true';
  return {
    x,
    y,
    text: clean(element.textContent ?? ''),
    value: (element as HTMLInputElement).value ?? null,
    checked: (element as HTMLInputElement).checked === true || element.getAttribute('aria-checked') === 'true',
    reachable: still && on && there !== null && (element.contains(there) || there.contains(element)),
    count: all.length,
  };
};

/** Selects the focused field's text, so that typing replaces it. */
export const selectAll = (): void => {
  const field = document.activeElement;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select();
};

/** Wraps every text node in an element of its own, as browsers do when they translate a page. */
export const translatePage = (): number => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  const translated = texts.filter(
    (text) => (text.data ?? '').trim() !== '' && !text.parentElement?.closest('script, style, [translate="no"]')
  );
  for (const text of translated) {
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    outer.append(inner);
    inner.textContent = text.data;
    text.replaceWith(outer);
  }
  return translated.length;
};

/** Opens an empty field above everything, outside of the page's own focus traps, and puts the cursor into it. */
export const openPad = (): void => {
  const pad = document.createElement('dialog');
  pad.id = 'pad';
  pad.innerHTML = '<textarea></textarea>';
  document.body.append(pad);
  pad.showModal();
  pad.querySelector('textarea')?.focus();
};

/** What the field contains. Closes it once that is something. */
export const padText = (): string => {
  const pad = document.querySelector<HTMLDialogElement>('dialog#pad');
  const text = pad?.querySelector('textarea')?.value ?? '';
  if (text !== '') {
    pad?.close();
    pad?.remove();
  }
  return text;
};
