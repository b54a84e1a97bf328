/**
 * CTAP 2.1 §6.1: authenticators store 64 bytes of a name. Some refuse a longer one instead of cutting it
 * (w3c/webauthn#1296).
 */
const MAX_BYTES = 64;

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Shortens a name to fit into a key, without cutting a visible character. */
export const withinKey = (name: string): string => {
  if (bytesOf(name) <= MAX_BYTES) return name;
  let [kept, bytes] = ['', 0];
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name)) {
    bytes += bytesOf(segment);
    if (bytes > MAX_BYTES) break;
    kept += segment;
  }
  return kept;
};
