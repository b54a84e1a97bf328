/** Describes stored credentials to a browser, and hints where to look for them. */
import type { Authenticator } from '../factor';
import type { Credential, Hint, Transport } from './schema';
import { readCredential } from './stored-credential';

const ROAMING: readonly Transport[] = ['usb', 'nfc', 'ble', 'smart-card'];

/**
 * Transports are a hint from the browser that registered the credential, for example `internal` from an extension. A
 * synced passkey is also on the phone, but a browser that only gets `internal` doesn't offer a QR code. Unknown
 * transports are omitted.
 */
const transportsOf = ({ transports, backupEligible }: Credential): { transports?: Transport[] } => {
  if (transports.length === 0) return {};
  if (!backupEligible || transports.includes('hybrid')) return { transports };
  return { transports: [...transports, 'hybrid'] };
};

const readable = (authenticators: readonly Authenticator[]): Credential[] =>
  authenticators.map(readCredential).filter((credential) => credential !== null);

/** Only the properties that the browser needs, because the library sends all of them to the client. */
export const descriptorsOf = (authenticators: readonly Authenticator[]) =>
  readable(authenticators).map((credential) => ({
    id: credential.credentialId,
    type: 'public-key' as const,
    ...transportsOf(credential),
  }));

/**
 * Which dialog the browser should open first (L3 §5.8.7), if all credentials agree. None if they don't, or if one is
 * unknown.
 */
export const hintsFor = (authenticators: readonly Authenticator[]): Hint[] => {
  const credentials = readable(authenticators);
  const all = (holds: (credential: Credential) => boolean): boolean =>
    credentials.length > 0 && credentials.every(holds);
  if (all(({ backupEligible }) => backupEligible)) return ['client-device', 'hybrid'];
  const roams = ({ transports }: Credential): boolean =>
    transports.length > 0 && transports.every((transport) => ROAMING.includes(transport));
  if (all((credential) => !credential.backupEligible && roams(credential))) return ['security-key'];
  const isHere = ({ transports }: Credential): boolean => transports.join() === 'internal';
  return all((credential) => !credential.backupEligible && isHere(credential)) ? ['client-device'] : [];
};
