/** How stored credentials are named to a browser, and where it may look for them. */
import type { Authenticator } from '../factor';
import type { Credential, Hint, Transport } from './schema';
import { readCredential } from './stored';

const ROAMING: readonly Transport[] = ['usb', 'nfc', 'ble', 'smart-card'];

/**
 * Transports are a hint of the browser that registered, e.g. `internal` of an extension: a synced passkey is on the phone
 * as well, and a browser told only of this computer offers no QR code. Nothing known is left out rather than sent as none.
 */
const transportsOf = ({ transports, backupEligible }: Credential): { transports?: Transport[] } => {
  if (transports.length === 0) return {};
  if (!backupEligible || transports.includes('hybrid')) return { transports };
  return { transports: [...transports, 'hybrid'] };
};

const readable = (authenticators: readonly Authenticator[]): Credential[] =>
  authenticators.map(readCredential).filter((credential) => credential !== null);

/** Only what the browser needs: the library copies every property it is given to the client. */
export const descriptorsOf = (authenticators: readonly Authenticator[]) =>
  readable(authenticators).map((credential) => ({
    id: credential.credentialId,
    type: 'public-key' as const,
    ...transportsOf(credential),
  }));

/**
 * Which dialog the browser should open first (L3 §5.8.7), where all credentials agree; none where they do not, or where
 * nothing is known of one.
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
