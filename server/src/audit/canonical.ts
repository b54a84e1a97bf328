/** Plain JSON, as it comes from `cleanDetails` or a database row. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * RFC 8785 (JCS): one text for one value, whatever the order of its keys. Keys are sorted by UTF-16 code units, as
 * JavaScript compares strings. Numbers and strings are written as ECMAScript's JSON does (§3.2.2).
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
