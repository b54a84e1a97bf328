/** Parses what people type, paste, and dictate for a six-digit code. Pure, so its test is a table. */

export const CODE_LENGTH = 6;

const toAscii = (character: string): string => {
  const point = character.codePointAt(0) ?? 0;
  // Full-width, Arabic-Indic and extended Arabic-Indic digits.
  for (const zero of [0xff10, 0x0660, 0x06f0]) {
    if (point >= zero && point <= zero + 9) return String(point - zero);
  }
  return character;
};

/**
 * ASCII digits, without spaces, dashes, and invisible characters. Everything else stays, so that an error can name it.
 */
export const cleanCode = (typed: string): string =>
  Array.from(typed.normalize('NFC'), toAscii)
    .join('')
    .replace(/[\s\p{Pd}\p{Cf}.]/gu, '');

/** The code in pasted text, such as "Your code is 123456". */
export const codeIn = (typed: string): string => {
  const clean = cleanCode(typed);
  if (/^\d*$/.test(clean) || !/\s/.test(typed)) return clean;
  const groups =
    Array.from(typed, toAscii)
      .join('')
      .match(/(?<!\d)\d{6}(?!\d)/g) ?? [];
  const [only] = groups;
  return groups.length === 1 && only !== undefined ? only : clean;
};

export type CodeFault = 'empty' | 'letters' | 'tooShort' | 'tooLong';

/** What is wrong with a cleaned code. Null if it can be sent. */
export const codeFault = (code: string): CodeFault | null => {
  if (code === '') return 'empty';
  if (!/^\d+$/.test(code)) return 'letters';
  if (code.length < CODE_LENGTH) return 'tooShort';
  return code.length > CODE_LENGTH ? 'tooLong' : null;
};
