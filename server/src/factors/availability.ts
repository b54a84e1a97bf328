/** Which methods this server can offer, and why it can't offer the others. */
import { AUTHENTICATOR_TYPES } from '../../../shared/contracts/constants';
import type { AuthenticatorType, MethodObstacle } from '../../../shared/contracts/types';
import type { Factor } from './factor';

export interface MethodAvailability {
  type: AuthenticatorType;
  /** Why this server can't offer the method. Null if it can. */
  obstacle: MethodObstacle | null;
}

export const OBSTACLE_WORDS = {
  no_address: 'The server has no public address. Set server.url (and admin.url) in the configuration.',
  ip_address:
    'The server’s address is an IP address, and browsers can’t bind security keys to one. Set server.url to a host name.',
  bare_host_name: 'The server’s address is a host name without a domain. Set server.url to a full name.',
  insecure_address:
    'Browsers offer security keys only over https or on localhost. Set server.url to the https address.',
  outside_relying_party: 'None of mfa.config.webauthn.origins is within mfa.config.webauthn.rpId.',
  no_encryption_key: 'There is no encryption key. Set ENCRYPTION_KEY (admin.secrets.encryptionKey).',
  weak_encryption_key:
    'The encryption key is a placeholder or too short, so this server encrypts nothing new with it. Put a random key first in mfa.config.encryptionKeys, then run `strapi-mfa rotate-key`.',
  no_mail_provider: 'There is no email provider. Configure Strapi’s email plugin.',
  no_metadata:
    'The policy accepts only security keys that prove their model, but the FIDO metadata to check them is missing or expired. Run `strapi-mfa doctor`.',
  no_sms_sender: 'No text message provider is configured. Set mfa.config.sms.',
  not_installed: 'This server doesn’t offer this method.',
} as const satisfies Record<MethodObstacle, string>;

export const obstacleOf = (factor: Factor | null): MethodObstacle | null => {
  const standing = factor?.availability();
  if (!standing) return 'not_installed';
  return standing.ok ? null : standing.reason;
};

export const availabilitiesOf = (factors: { factor(type: AuthenticatorType): Factor | null }): MethodAvailability[] =>
  AUTHENTICATOR_TYPES.map((type) => ({ type, obstacle: obstacleOf(factors.factor(type)) }));
