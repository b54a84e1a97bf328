/**
 * The site that security keys are bound to. Only from the configuration, never from a request header (WebAuthn L3
 * §13.4.9).
 */
import { isIP } from 'node:net';

import type { MfaConfig } from '../../platform';
import { serviceName } from '../service-name';

export type UnavailableReason =
  'no_address' | 'ip_address' | 'bare_host_name' | 'insecure_address' | 'outside_relying_party';

export type RelyingParty =
  { ok: true; id: string; name: string; origins: readonly string[] } | { ok: false; reason: UnavailableReason };

const isLocal = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/** Browsers support WebAuthn over https, and over http only on localhost. */
const isSecure = (origin: string): boolean => {
  const { hostname, protocol } = new URL(origin);
  return protocol === 'https:' || (protocol === 'http:' && isLocal(hostname));
};

const isWithin = (origin: string, rpId: string): boolean => {
  const { hostname } = new URL(origin);
  return hostname === rpId || hostname.endsWith(`.${rpId}`);
};

/**
 * RP ID: `webauthn.rpId`, else the host of the panel's address. Origins: `webauthn.origins`, else the address's origin,
 * normalized (no trailing slash, lower case, no default port), because the library compares strings.
 * @param address `admin.absoluteUrl`
 */
export const relyingParty = (config: Pick<MfaConfig, 'webauthn' | 'issuer'>, address: unknown): RelyingParty => {
  const panel = typeof address === 'string' && URL.canParse(address) ? new URL(address) : null;
  const id = (config.webauthn.rpId ?? panel?.hostname ?? '').toLowerCase();
  if (id === '') return { ok: false, reason: 'no_address' };
  if (isIP(id.replace(/^\[|\]$/g, '')) !== 0) return { ok: false, reason: 'ip_address' };
  if (!id.includes('.') && !isLocal(id)) return { ok: false, reason: 'bare_host_name' };

  const configured = config.webauthn.origins?.map((origin) => new URL(origin).origin);
  const origins = (configured ?? (panel ? [panel.origin] : [])).filter(isSecure);
  if (origins.length === 0) return { ok: false, reason: 'insecure_address' };
  // Other configured origins may be outside it: related origins (L3 §5.11).
  if (!origins.some((origin) => isWithin(origin, id))) return { ok: false, reason: 'outside_relying_party' };

  const name = config.webauthn.rpName ?? serviceName(config.issuer, address);
  return { ok: true, id, name, origins };
};

/** Whether a browser at this origin would use what is bound to the relying party; further origins may have to be configured. */
export const servesAt = (rp: RelyingParty, origin: string): boolean =>
  rp.ok && (isWithin(origin, rp.id) || rp.origins.includes(origin));

/**
 * Origins outside the relying party's domain. A browser accepts them only if that domain vouches for them (L3 §5.11).
 * Empty if there are none, or if there is no relying party.
 */
export const relatedOrigins = (rp: RelyingParty): readonly string[] =>
  rp.ok ? rp.origins.filter((origin) => !isWithin(origin, rp.id)) : [];
