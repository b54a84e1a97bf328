import { Flex } from '@strapi/design-system';

import { type AuthenticatorIcon, type AuthenticatorView } from '../../../../shared/contracts/types';
import { BrowserWindow, CloudKey, LaptopFace, SecurityKeyGlyph, Smartphone, Vault } from '../../components/glyphs';
import { FactorIcon } from '../../factors';

/** What kind of product it is. Logos belong to their owners, and the product's name is next to the glyph. */
const PRODUCTS: Record<AuthenticatorIcon, typeof Vault> = {
  apple: CloudKey,
  google: CloudKey,
  samsung: CloudKey,
  windows: LaptopFace,
  chrome: BrowserWindow,
  edge: BrowserWindow,
  '1password': Vault,
  bitwarden: Vault,
  dashlane: Vault,
  nordpass: Vault,
  keeper: Vault,
  proton: Vault,
  keepassxc: Vault,
  yubikey: SecurityKeyGlyph,
};

const ROAMING = ['usb', 'nfc', 'ble', 'smart-card'];

const glyphOf = ({ icon, transports = [], type }: AuthenticatorView) => {
  if (icon) return PRODUCTS[icon];
  if (type !== 'webauthn') return null;
  if (transports.some((transport) => ROAMING.includes(transport))) return SecurityKeyGlyph;
  if (transports.includes('internal')) return LaptopFace;
  return transports.includes('hybrid') ? Smartphone : null;
};

/** The kind of product or device, else the method's icon. */
export const RowIcon = ({ view }: { view: AuthenticatorView }) => {
  const Glyph = glyphOf(view);
  if (Glyph === null) return <FactorIcon method={view.type} />;
  return (
    <Flex
      aria-hidden
      data-provider={view.provider ?? undefined}
      alignItems="center"
      justifyContent="center"
      background="primary100"
      color="primary600"
      hasRadius
      width="3.2rem"
      height="3.2rem"
      shrink={0}
    >
      <Glyph />
    </Flex>
  );
};
