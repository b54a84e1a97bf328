/** Which methods this host can offer, and in plain words why not. */
import { AUTHENTICATOR_TYPES } from '../../../shared/contracts/constants';
import type { AuthenticatorType, MethodObstacle } from '../../../shared/contracts/types';
import type { Factor } from './factor';

export interface MethodStanding {
  type: AuthenticatorType;
  /** Why this host cannot offer the method; null when it can. */
  obstacle: MethodObstacle | null;
}

export const OBSTACLE_WORDS = {
  no_address: 'The server has no public address. Set server.url (and admin.url) in the configuration.',
  ip_address:
    'The server’s address is an IP address, and browsers refuse to bind security keys to one. Set server.url to a name.',
  bare_host_name: 'The server’s address is a name without a domain. Set server.url to a full name.',
  insecure_address:
    'Browsers offer security keys over https only (or on localhost). Set server.url to the https address.',
  outside_relying_party: 'None of mfa.config.webauthn.origins lies within mfa.config.webauthn.rpId.',
  no_encryption_key: 'There is no encryption key. Set ENCRYPTION_KEY (admin.secrets.encryptionKey).',
  weak_encryption_key:
    'The encryption key is a placeholder or too short, and this server encrypts nothing new with it. Put a random key in front (mfa.config.encryptionKeys) and run `strapi-mfa rotate-key`.',
  no_mail_provider: 'There is no e-mail provider. Configure Strapi’s e-mail plugin.',
  no_sms_sender: 'No sender for text messages is configured. Set mfa.config.sms.',
  not_installed: 'This server does not offer the method.',
} as const satisfies Record<MethodObstacle, string>;

export const obstacleOf = (factor: Factor | null): MethodObstacle | null => {
  const standing = factor?.availability();
  if (!standing) return 'not_installed';
  return standing.ok ? null : standing.reason;
};

export const standingsOf = (factors: { factor(type: AuthenticatorType): Factor | null }): MethodStanding[] =>
  AUTHENTICATOR_TYPES.map((type) => ({ type, obstacle: obstacleOf(factors.factor(type)) }));
