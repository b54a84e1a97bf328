import { changesToSay } from '../../../../admin/src/pages/Policy/confirm-lines';
import { DEFAULT_FIELDS } from '../../../../server/src/policy/decision/document';

const KEYS = DEFAULT_FIELDS.authenticators;
const [ONE, OTHER] = ['00000001-1111-2222-3333-444444444444', '00000002-1111-2222-3333-444444444444'];

const said = (before: object, after: object) =>
  changesToSay({ ...DEFAULT_FIELDS, ...before }, { ...DEFAULT_FIELDS, ...after });

describe('the last look before saving', () => {
  it.each([
    ['the policy off', {}, { enabled: false }, 'confirm.off'],
    ['a method less', {}, { allowedMethods: ['totp'] }, 'confirm.methods'],
    ['a role with less', {}, { roleMethods: { editor: ['webauthn'] } }, 'confirm.roleMethods'],
    [
      'a role with other ones',
      { roleMethods: { e: ['totp'] } },
      { roleMethods: { e: ['webauthn'] } },
      'confirm.roleMethods',
    ],
    ['the person checked', {}, { authenticators: { ...KEYS, userVerification: 'required' } }, 'confirm.keys'],
    ['no synced ones', {}, { authenticators: { ...KEYS, deviceBound: true } }, 'confirm.keys'],
    ['models proved', {}, { authenticators: { ...KEYS, attestation: 'required' } }, 'confirm.keys'],
    ['a first list of models', {}, { authenticators: { ...KEYS, allowedAaguids: [ONE] } }, 'confirm.keys'],
    [
      'another list',
      { authenticators: { ...KEYS, allowedAaguids: [ONE] } },
      { authenticators: { ...KEYS, allowedAaguids: [OTHER] } },
      'confirm.keys',
    ],
    ['a passkey alone', {}, { passwordless: 'allowed' }, 'confirm.passwordless'],
    ['no more', { passwordless: 'allowed' }, {}, 'confirm.passwordlessOff'],
    ['passkeys made unasked', {}, { passkeyUpgrade: 'automatic' }, 'confirm.automatic'],
    ['a code before the first', {}, { firstFactorProof: 'email' }, 'confirm.firstEmail'],
    ['a pass before the first', {}, { firstFactorProof: 'pass' }, 'confirm.firstPass'],
  ])('says what it means: %s [C47] [C49] [C50] [C51] [C52]', (_what, before, after, line) => {
    expect(said(before, after)).toEqual([line]);
  });

  it.each([
    ['nothing', {}, {}],
    ['a role with all', { roleMethods: { editor: ['webauthn'] } }, {}],
    ['a role with more', { roleMethods: { e: ['webauthn'] } }, { roleMethods: { e: ['webauthn', 'totp'] } }],
    [
      'one model more',
      { authenticators: { ...KEYS, allowedAaguids: [ONE] } },
      { authenticators: { ...KEYS, allowedAaguids: [ONE, OTHER] } },
    ],
    ['any model', { authenticators: { ...KEYS, allowedAaguids: [ONE] } }, {}],
  ])('says nothing of what takes nothing away: %s', (_what, before, after) => {
    expect(said(before, after)).toEqual([]);
  });
});
