/** Plain JSON, as it comes out of `cleanDetails` or a database row. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * RFC 8785 (JCS): one text for one value, whatever order the keys were set in. Keys are sorted by UTF-16 code units,
 * which is what JavaScript compares strings by; numbers and strings are written as ECMAScript's JSON does (§3.2.2).
 */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as { readonly [key: string]: Json };
  const written = Object.keys(members)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(members[key] ?? null)}`);
  return `{${written.join(',')}}`;
};
