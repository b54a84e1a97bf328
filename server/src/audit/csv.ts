/** RFC 4180, for people who open it in a spreadsheet. */

/** Tells Excel that the file is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * Characters that start a formula in a spreadsheet (CWE-1236), including full-width forms and leading spaces. As OWASP
 * advises, an apostrophe in front makes the cell text, and nothing is removed.
 */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/;

/**
 * The same after other separators. Where lists are separated by `;` (most of Europe), tabs, or bars, a spreadsheet
 * splits there, and quotes don't prevent it because the cell doesn't start with them.
 */
const FORMULA_BEHIND = /([;\t|\r\n]\s*)(?=[=+\-@＝＋－＠])/g;

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const given = String(value);
  const [blank = ''] = /^\s*/.exec(given) ?? [];
  const safe = `${blank}${given.slice(blank.length).replace(FORMULA_BEHIND, "$1'")}`;
  const text = FORMULA.test(safe) ? `'${safe}` : safe;
  return /[",\r\n]/.test(text) || text.startsWith("'") ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csvLine = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`;
