/** RFC 4180, for people who open it in a spreadsheet. */

/** Tells Excel that the file is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * What a spreadsheet takes for the beginning of a formula (CWE-1236), full-width forms included, also behind spaces. An
 * apostrophe in front makes it text, as OWASP advises; nothing is removed.
 */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/;

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(String(value)) ? `'${String(value)}` : String(value);
  return /[",\r\n]/.test(text) || text.startsWith("'") ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csvLine = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`;
