/** RFC 4180, for people who open it in a spreadsheet. */

/** Tells Excel that the file is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * What a spreadsheet takes for the beginning of a formula (CWE-1236), full-width forms included, also behind spaces. An
 * apostrophe in front makes it text, as OWASP advises; nothing is removed.
 */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/;

/**
 * The same behind what is a separator elsewhere: where lists are kept apart by `;` (most of Europe), by tabs or bars, a
 * spreadsheet cuts there and quotes don't hold it back, because the cell does not begin with them.
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
