/**
 * Detects keys that are well known or can be guessed. HKDF doesn't stretch keys, so a guessable key can be found
 * offline.
 */

/** Placeholders of templates, tutorials, and `.env.example` files. */
const WORDS = [
  ...['tobemodified', 'changeme', 'changethis', 'changeit', 'replaceme', 'replacethis', 'modifyme', 'todo', 'fixme'],
  ...['your', 'my', 'the', 'a', 'super', 'very', 'some', 'random', 'generated', 'long', 'strong', 'secure', 'secret'],
  ...['encryption', 'key', 'token', 'password', 'value', 'string', 'here', 'strapi', 'admin', 'default', 'example'],
  ...['placeholder', 'sample', 'demo', 'test', 'testing', 'dev', 'development', 'local', 'qwerty', 'abc', 'xxx'],
];

const ONLY_WORDS = new RegExp(`^(?:${WORDS.join('|')}|\\d)+$`);

const FEWEST_BYTES = 16;
const FEWEST_CHARACTERS = 5;

/** How many bytes the text encodes: two digits per byte in hexadecimal, six bits per character in Base64. */
const bytesIn = (secret: string): number => {
  const bare = secret.replace(/=+$/, '');
  if (/^[0-9a-f]+$/i.test(bare)) return Math.floor(bare.length / 2);
  if (/^[\w+/-]+$/.test(bare)) return Math.floor((bare.length * 6) / 8);
  return Buffer.byteLength(secret);
};

export type KeyFlaw = 'placeholder' | 'short';

/** What is wrong with a key. Null if it has at least 16 bytes and isn't well known. */
export const keyFlaw = (secret: string): KeyFlaw | null => {
  const letters = secret.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (ONLY_WORDS.test(letters) && /[a-z]/.test(letters)) return 'placeholder';
  if (new Set(secret).size < FEWEST_CHARACTERS) return 'placeholder';
  return bytesIn(secret) < FEWEST_BYTES ? 'short' : null;
};
