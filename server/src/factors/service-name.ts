/** The name of this Strapi in authenticator apps and in the browser's prompt. */
import { isIP } from 'node:net';

const PRODUCT = 'Strapi';
const MAX_LENGTH = 64;

/** Without `:` (it separates issuer and account in a key URI), control characters, and bidirectional characters. */
const sanitise = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/:/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_LENGTH)
    .trim();

const publicHost = (address: unknown): string | null => {
  if (typeof address !== 'string' || !URL.canParse(address)) return null;
  const { hostname } = new URL(address);
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  return isAddress || !hostname.includes('.') ? null : hostname;
};

/**
 * The configured name, else `Strapi <host>`, else `Strapi`.
 * @param address `admin.absoluteUrl`, never a request header
 */
export const serviceName = (configured: string | undefined, address: unknown): string => {
  const host = publicHost(address);
  return sanitise(configured ?? '') || sanitise(host === null ? PRODUCT : `${PRODUCT} ${host}`);
};
