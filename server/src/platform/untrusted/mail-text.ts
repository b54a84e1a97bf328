const LONGEST_NAME = 32;
const MOST_WORDS = 4;
/** Fewer than any telephone number that is worth calling. */
const MOST_DIGITS = 6;

/** Letters, marks, digits and what stands in names; no dot, colon, slash or at sign, of which mail programs make links. */
const NAME = /^[\p{L}\p{M}\p{N} '’()+#&_-]+$/u;

/**
 * A name that somebody has typed who may not be the reader of the mail, if it is a name: short, and nothing a mail program
 * or a person would follow. Null: say what kind of thing it is instead.
 */
export const nameOrNothing = (given: unknown): string | null => {
  const name = typeof given === 'string' ? given.replace(/\s+/g, ' ').trim() : '';
  if (name.length > LONGEST_NAME || !NAME.test(name)) return null;
  if (name.split(' ').length > MOST_WORDS || name.replace(/\P{N}/gu, '').length > MOST_DIGITS) return null;
  return name;
};

/**
 * A name in a mail to its own owner, without what a mail program would make a link of: `https://evil.example` becomes
 * `https evil example`.
 */
export const unlinked = (name: string): string =>
  name.replace(/:\/\//g, ' ').replace(/(?<!@[\p{L}\p{N}.-]*)(?<=[\p{L}\p{N}])[.．。｡](?=\p{L})/gu, ' ');

/** An e-mail address as a mail shows it: what the form of an address allows beyond letters, digits and `.+_-` is a dot in the middle. */
export const mailboxText = (given: string): string => given.replace(/[^\p{L}\p{M}\p{N}.+_@ →-]/gu, '·').slice(0, 200);
