/** The part of CBOR (RFC 8949) that authenticators use: integers, texts, bytes, lists, and maps in the given order. */
export type Cbor =
  number | string | Uint8Array | readonly Cbor[] | ReadonlyMap<Cbor, Cbor> | { readonly [key: string]: Cbor };

const head = (major: number, value: number): Buffer => {
  const first = major << 5;
  if (value < 24) return Buffer.from([first | value]);
  if (value < 0x100) return Buffer.from([first | 24, value]);
  const bytes = Buffer.alloc(value < 0x10000 ? 3 : 5);
  bytes[0] = first | (value < 0x10000 ? 25 : 26);
  if (value < 0x10000) bytes.writeUInt16BE(value, 1);
  else bytes.writeUInt32BE(value, 1);
  return bytes;
};

const isMap = (value: object): value is ReadonlyMap<Cbor, Cbor> => value instanceof Map;

export const cbor = (value: Cbor): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  const pairs: [Cbor, Cbor][] = isMap(value) ? [...value] : Object.entries(value);
  return Buffer.concat([head(5, pairs.length), ...pairs.flatMap(([key, one]) => [cbor(key), cbor(one)])]);
};
