const LONGEST_NAME = 32;
const MOST_WORDS = 4;
/** Fewer digits than any useful phone number. */
const MOST_DIGITS = 6;

/**
 * Letters, marks, digits, and characters of names. No dots, colons, slashes, or at signs, which mail programs turn into
 * links.
 */
const NAME = /^[\p{L}\p{M}\p{N} '’()+#&_-]+$/u;

/**
 * A name from someone who may not be the reader of the email, if it's a name: short, and nothing that a mail program or
 * a person would follow. Null means: name the type instead.
 */
export const nameOrNothing = (given: unknown): string | null => {
  const name = typeof given === 'string' ? given.replace(/\s+/g, ' ').trim() : '';
  if (name.length > LONGEST_NAME || !NAME.test(name)) return null;
  if (name.split(' ').length > MOST_WORDS || name.replace(/\P{N}/gu, '').length > MOST_DIGITS) return null;
  return name;
};

/**
 * A name in an email to its own owner, without what a mail program would turn into a link: `https://evil.example`
 * becomes `https evil example`.
 */
export const unlinked = (name: string): string =>
  name.replace(/:\/\//g, ' ').replace(/(?<!@[\p{L}\p{N}.-]*)(?<=[\p{L}\p{N}])[.．。｡](?=\p{L})/gu, ' ');

/** An email address as emails show it. Characters other than letters, digits, and `.+_-` become a middle dot. */
export const mailboxText = (given: string): string => given.replace(/[^\p{L}\p{M}\p{N}.+_@ →-]/gu, '·').slice(0, 200);
