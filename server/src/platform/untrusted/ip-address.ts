import { isIP } from 'node:net';

/**
 * The address, or null. Behind `server.proxy`, Koa returns the first part of `X-Forwarded-For`, which is whatever the
 * client sent. A zone (`fe80::1%…`, RFC 4007 §11) is also free text, so it's cut off.
 */
export const ipAddressOf = (given: unknown): string | null => {
  if (typeof given !== 'string') return null;
  const [address = ''] = given.split('%');
  return isIP(address) === 0 || isIP(given) === 0 ? null : address;
};
