/**
 * Names for people. An AAGUID is a claim of the authenticator: it names and decorates, it never decides.
 * Kept by hand and small; an unknown one is no problem.
 */
import type { AuthenticatorView } from '../../../../shared/contracts/types';
import type { Transport } from './schema';

interface Provider {
  name: string;
  icon: NonNullable<AuthenticatorView['icon']>;
}

const provider = (name: string, icon: Provider['icon']): Provider => ({ name, icon });

const WINDOWS = provider('Windows Hello', 'windows');
const YUBIKEY = provider('YubiKey', 'yubikey');

/** A Map, so that no claimed id reaches a prototype. */
const PROVIDERS: ReadonlyMap<string, Provider> = new Map([
  ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', provider('Apple Passwords', 'apple')],
  ['dd4ec289-e01d-41c9-bb89-70fa845d4bf2', provider('iCloud Keychain', 'apple')],
  ['ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', provider('Google Password Manager', 'google')],
  ['adce0002-35bc-c60a-648b-0b25f1f05503', provider('Chrome on Mac', 'chrome')],
  ['771b48fd-d3d4-4f74-9232-fc157ab0507a', provider('Edge on Mac', 'edge')],
  ['08987058-cadc-4b81-b6e1-30de50dcbe96', WINDOWS],
  ['9ddd1817-af5a-4672-a2b9-3e3dd95000a9', WINDOWS],
  ['6028b017-b1d4-4c02-b4b3-afcdafc96bb2', WINDOWS],
  ['bada5566-a7aa-401f-bd96-45619a55120d', provider('1Password', '1password')],
  ['d548826e-79b4-db40-a3d8-11116f7e8349', provider('Bitwarden', 'bitwarden')],
  ['531126d6-e717-415c-9320-3d9aa6981239', provider('Dashlane', 'dashlane')],
  ['b84e4048-15dc-4dd0-8640-f4f60813c8af', provider('NordPass', 'nordpass')],
  ['0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6', provider('Keeper', 'keeper')],
  ['50726f74-6f6e-5061-7373-50726f746f6e', provider('Proton Pass', 'proton')],
  ['fdb141b2-5d84-443e-8a35-4698c205a502', provider('KeePassXC', 'keepassxc')],
  ['53414d53-554e-4700-0000-000000000000', provider('Samsung Pass', 'samsung')],
  ['2fc0579f-8113-47ea-b116-bb5a8db9202a', YUBIKEY],
  ['cb69481e-8ff7-4039-93ec-0a2729a154a8', YUBIKEY],
  ['ee882879-721c-4913-9775-3dfcce97072a', YUBIKEY],
  ['fa2b99dc-9e39-4257-8f92-4a30d23c4118', YUBIKEY],
]);

/** The product behind an AAGUID, or null; all zeros is an authenticator that does not say. */
export const providerOf = (aaguid: string): Provider | null => PROVIDERS.get(aaguid.toLowerCase()) ?? null;

const ROAMING: readonly Transport[] = ['usb', 'nfc', 'ble'];

/** A name for a credential whose owner gave none. The panel, which knows browser and system, suggests better ones. */
export const suggestName = (aaguid: string, transports: readonly Transport[]): string => {
  const known = providerOf(aaguid);
  if (known) return known.name;
  if (transports.includes('internal')) return 'Passkey';
  if (transports.some((transport) => ROAMING.includes(transport))) return 'Security key';
  return transports.includes('hybrid') ? 'Phone' : 'Passkey';
};
