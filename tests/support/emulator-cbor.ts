/**
 * Replaces the package `cbor` (see jest.config.js), which can't decode anything on Node 26, for the emulated keys. Uses
 * the same library as the server.
 */
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** The emulator recognizes bytes by `Buffer`. */
const withBuffers = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(withBuffers);
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, withBuffers(one)]));
  return value;
};

export default {
  encode: (value: Parameters<typeof isoCBOR.encode>[0]): Buffer => Buffer.from(isoCBOR.encode(value)),
  decode: (bytes: Uint8Array): unknown => withBuffers(isoCBOR.decodeFirst(new Uint8Array(bytes))),
};
