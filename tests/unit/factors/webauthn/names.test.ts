import known from '../../../../shared/contracts/known-authenticators.json';
import { providerOf, suggestName } from '../../../../server/src/factors/webauthn/names';

const NOBODY = '00000000-0000-0000-0000-000000000000';

describe('the product behind a credential', () => {
  it.each([
    ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'Apple Passwords', 'apple'],
    ['EA9B8D66-4D01-1D21-3CE4-B6B48CB575D4', 'Google Password Manager', 'google'],
    ['08987058-cadc-4b81-b6e1-30de50dcbe96', 'Windows Hello', 'windows'],
    ['bada5566-a7aa-401f-bd96-45619a55120d', '1Password', '1password'],
    ['d548826e-79b4-db40-a3d8-11116f7e8349', 'Bitwarden', 'bitwarden'],
    ['2fc0579f-8113-47ea-b116-bb5a8db9202a', 'YubiKey 5 Series with NFC', 'yubikey'],
    ['dd4ec289-e01d-41c9-bb89-70fa845d4bf2', 'iCloud Keychain (Managed)', 'apple'],
    ['53414d53-554e-4700-0000-000000000000', 'Samsung Pass', 'samsung'],
    ['50726f74-6f6e-5061-7373-50726f746f6e', 'Proton Pass', 'proton'],
    ['fdb141b2-5d84-443e-8a35-4698c205a502', 'KeePassXC', 'keepassxc'],
    ['42b4fb4a-2866-43b2-9bf7-6c6669c2e5d3', 'Google Titan Security Key v2', null],
    ['8976631b-d4a0-427f-5773-0ec71c9e0279', 'Solo Tap', null],
  ])('%s is %s', (aaguid, name, icon) => {
    expect(providerOf(aaguid)).toEqual({ name, icon });
  });

  it.each([[NOBODY], [''], ['__proto__'], ['constructor'], ['11111111-2222-3333-4444-555555555555']])(
    '%j is nobody’s',
    (aaguid) => {
      expect(providerOf(aaguid)).toBeNull();
    }
  );
});

describe('the list of products', () => {
  const names = Object.values(known.names);

  it('says when and from where it was gathered, and holds what people own [C69]', () => {
    expect(known.gathered).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(known.sources).toHaveLength(2);
    expect(names.length).toBeGreaterThan(250);
    for (const product of ['YubiKey', 'Feitian', 'Nitrokey', 'Solo', 'Google Titan', 'Microsoft Password', 'LastPass'])
      expect(names.some((name) => name.startsWith(product))).toBe(true);
  });

  it('holds names a person can read on one line, and no key by two spellings', () => {
    expect(names.filter((name) => name.length > 48 || /\s{2}|^\s|\s$|Secp256R1|CTAP/.test(name))).toEqual([]);
    expect(Object.keys(known.names).filter((id) => id !== id.toLowerCase())).toEqual([]);
  });
});

describe('a name for a credential whose owner gave none', () => {
  it.each<[string, Parameters<typeof suggestName>[1], string]>([
    ['bada5566-a7aa-401f-bd96-45619a55120d', ['internal', 'hybrid'], '1Password'],
    [NOBODY, ['usb'], 'Security key'],
    [NOBODY, ['nfc', 'usb'], 'Security key'],
    [NOBODY, ['ble'], 'Security key'],
    [NOBODY, ['hybrid'], 'Phone'],
    [NOBODY, ['internal'], 'Passkey'],
    [NOBODY, ['internal', 'hybrid'], 'Passkey'],
    [NOBODY, [], 'Passkey'],
  ])('%s over %j is called %s', (aaguid, transports, name) => {
    expect(suggestName(aaguid, transports)).toBe(name);
  });

  it('the product wins over what the panel suggests, and that over a kind [C65]', () => {
    expect(suggestName('bada5566-a7aa-401f-bd96-45619a55120d', ['internal'], 'Chrome on Linux')).toBe('1Password');
    expect(suggestName(NOBODY, ['internal'], 'Chrome on Linux')).toBe('Chrome on Linux');
  });
});
