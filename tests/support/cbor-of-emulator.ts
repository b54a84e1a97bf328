/**
 * In the place of the package `cbor` (see jest.config.js): it reads nothing on Node 26, and the emulated keys could not speak
 * there. Reads and writes with the library that the server itself uses.
 */
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** The emulator tells bytes by `Buffer`. */
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
