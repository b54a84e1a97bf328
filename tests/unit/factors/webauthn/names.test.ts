import { providerOf, suggestName } from '../../../../server/src/factors/webauthn/names';

const NOBODY = '00000000-0000-0000-0000-000000000000';

describe('the product behind a credential', () => {
  it.each([
    ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'Apple Passwords', 'apple'],
    ['EA9B8D66-4D01-1D21-3CE4-B6B48CB575D4', 'Google Password Manager', 'google'],
    ['08987058-cadc-4b81-b6e1-30de50dcbe96', 'Windows Hello', 'windows'],
    ['bada5566-a7aa-401f-bd96-45619a55120d', '1Password', '1password'],
    ['d548826e-79b4-db40-a3d8-11116f7e8349', 'Bitwarden', 'bitwarden'],
    ['2fc0579f-8113-47ea-b116-bb5a8db9202a', 'YubiKey', 'yubikey'],
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
});
