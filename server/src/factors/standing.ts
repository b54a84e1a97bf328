/** Which methods this host can offer, and in plain words why not. */
import { AUTHENTICATOR_TYPES } from '../../../shared/contracts/constants';
import type { AuthenticatorType } from '../../../shared/contracts/types';
import type { Factor } from './factor';

export interface MethodStanding {
  type: AuthenticatorType;
  /** Why this host cannot offer the method; null when it can. */
  unavailable: string | null;
}

const REASONS: Record<string, string> = {
  no_address: 'The server has no public address. Set server.url (and admin.url) in the configuration.',
  ip_address:
    'The server’s address is an IP address, and browsers refuse to bind security keys to one. Set server.url to a name.',
  bare_host_name: 'The server’s address is a name without a domain. Set server.url to a full name.',
  insecure_address:
    'Browsers offer security keys over https only (or on localhost). Set server.url to the https address.',
  outside_relying_party: 'None of mfa.config.webauthn.origins lies within mfa.config.webauthn.rpId.',
  no_encryption_key: 'There is no encryption key. Set ENCRYPTION_KEY (admin.secrets.encryptionKey).',
  no_mail_provider: 'There is no e-mail provider. Configure Strapi’s e-mail plugin.',
  no_sms_sender: 'No sender for text messages is configured. Set mfa.config.sms.',
};

const NOT_OFFERED = 'This server does not offer the method.';

export const standingsOf = (factors: { factor(type: AuthenticatorType): Factor | null }): MethodStanding[] =>
  AUTHENTICATOR_TYPES.map((type) => {
    const standing = factors.factor(type)?.availability();
    if (standing?.ok) return { type, unavailable: null };
    return { type, unavailable: standing ? (REASONS[standing.reason] ?? standing.reason) : NOT_OFFERED };
  });
