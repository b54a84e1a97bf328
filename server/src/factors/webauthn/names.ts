/**
 * Product names for people. An AAGUID is only a claim of the authenticator, so it never decides anything. The names are
 * dated data (`node scripts/renew-authenticators.mjs`), and an unknown one isn't a problem.
 */
import type { AuthenticatorView } from '../../../../shared/contracts/types';
import known from '../../../../shared/contracts/known-authenticators.json';
import type { Transport } from './schema';

type Icon = NonNullable<AuthenticatorView['icon']>;

interface Provider {
  name: string;
  icon: Icon | null;
}

/** The product line that a name starts with. */
const ICONS: readonly (readonly [string, Icon])[] = [
  ['Apple', 'apple'],
  ['iCloud', 'apple'],
  ['Google Password', 'google'],
  ['Chrom', 'chrome'],
  ['Edge', 'edge'],
  ['Windows', 'windows'],
  ['1Password', '1password'],
  ['Bitwarden', 'bitwarden'],
  ['Dashlane', 'dashlane'],
  ['NordPass', 'nordpass'],
  ['Keeper', 'keeper'],
  ['Proton', 'proton'],
  ['KeePassXC', 'keepassxc'],
  ['Samsung', 'samsung'],
  ['YubiKey', 'yubikey'],
];

const iconOf = (name: string): Icon | null => ICONS.find(([beginning]) => name.startsWith(beginning))?.[1] ?? null;

/** A Map, so that a claimed ID can't reach a prototype. */
const NAMES: ReadonlyMap<string, string> = new Map(Object.entries(known.names));

/** The product of an AAGUID, or null. All zeros means that the authenticator doesn't say. */
export const providerOf = (aaguid: string): Provider | null => {
  const name = NAMES.get(aaguid.toLowerCase());
  return name === undefined ? null : { name, icon: iconOf(name) };
};

const ROAMING: readonly Transport[] = ['usb', 'nfc', 'ble'];

/**
 * A name for a credential without one: its product, else what the panel suggests. The panel knows the browser and
 * system, and the person's language.
 */
export const suggestName = (aaguid: string, transports: readonly Transport[], fromPanel = ''): string => {
  const provider = providerOf(aaguid);
  if (provider) return provider.name;
  if (fromPanel !== '') return fromPanel;
  if (transports.includes('internal')) return 'Passkey';
  if (transports.some((transport) => ROAMING.includes(transport))) return 'Security key';
  return transports.includes('hybrid') ? 'Phone' : 'Passkey';
};
