import { createKeyRing } from '../../../../server/src/platform/crypto';
import type { Authenticator } from '../../../../server/src/factors';
import {
  integrityOf,
  isBoundByActiveKey,
  macOf,
  readCredential,
} from '../../../../server/src/factors/webauthn/stored-credential';

const RING = createKeyRing([{ id: 'default', secret: 'a-secret-of-more-than-thirty-two-characters' }]);
const OTHER_SECRET = { id: 'default', secret: 'another-secret-of-more-than-thirty-two-chars' };
const NO_KEY = createKeyRing([]);

const credential = {
  credentialId: 'Y3JlZGVudGlhbC1pZC0wMDE',
  publicKey: 'cHVibGljLWtleQ',
  aaguid: '00000000-0000-0000-0000-000000000000',
  transports: ['usb' as const],
  backupEligible: false,
  backedUp: false,
  rpId: 'cms.example.com',
};

const row = (
  ring = RING,
  change: Partial<Authenticator> = {},
  changed: Record<string, unknown> = {}
): Authenticator => ({
  uid: 'uid-1',
  userId: 7,
  type: 'webauthn',
  name: 'YubiKey blue',
  addedAt: 0,
  lastUsedAt: null,
  secret: null,
  credentialHash: null,
  signCount: 0,
  lastStep: null,
  data: { ...credential, mac: macOf(ring, 7, 'uid-1', credential), ...changed },
  ...change,
});

const integrity = (authenticator: Authenticator, ring = RING) => {
  const read = readCredential(authenticator);
  if (!read) throw new Error('not a credential');
  return integrityOf(ring, authenticator, read);
};

describe('a stored credential', () => {
  it('is intact as it was written', () => {
    expect(integrity(row())).toBe('intact');
  });

  it.each<[string, Partial<Authenticator>, Record<string, unknown>]>([
    ['moved to another person', { userId: 8 }, {}],
    ['moved to another row', { uid: 'uid-2' }, {}],
    ['given another public key', {}, { publicKey: 'cGxhbnRlZA' }],
    ['given another id', {}, { credentialId: 'cGxhbnRlZC1jcmVkZW50aWFs' }],
    ['given another address', {}, { rpId: 'evil.example' }],
    ['made backup eligible', {}, { backupEligible: true }],
    ['said to have proved its model', {}, { attested: true }],
    ['given a shorter MAC', {}, { mac: String(row().data.mac).slice(0, -2) }],
    ['left without a MAC behind the key’s name', {}, { mac: String(row().data.mac).split('.')[0] }],
  ])('is broken when it was %s', (_what, change, changed) => {
    expect(integrity(row(RING, change, changed))).toBe('broken');
  });

  it('may change what does not decide: name, counter, backup state, transports', () => {
    expect(integrity(row(RING, { name: 'Other', signCount: 9 }, { backedUp: true, transports: ['nfc'] }))).toBe(
      'intact'
    );
  });

  it('survives the loss of the key, also when another key has the same id, and says so', () => {
    expect(integrity(row(), createKeyRing([OTHER_SECRET]))).toBe('unchecked');
    expect(integrity(row(), NO_KEY)).toBe('unchecked');
    expect(integrity(row(NO_KEY))).toBe('unchecked');
    expect(macOf(NO_KEY, 7, 'uid-1', credential)).toBeNull();
  });

  it('stays intact while its key is in the ring under any id', () => {
    const rotated = createKeyRing([
      { ...OTHER_SECRET, id: 'new' },
      { id: 'old', secret: 'a-secret-of-more-than-thirty-two-characters' },
    ]);
    expect(integrity(row(), rotated)).toBe('intact');
    const read = readCredential(row());
    expect(read && isBoundByActiveKey(rotated, read)).toBe(false);
    expect(read && isBoundByActiveKey(RING, read)).toBe(true);
  });

  it.each([
    [{}],
    [{ credentialId: 5 }],
    [{ ...credential, mac: 7 }],
    [{ ...credential, transports: ['telepathy'], mac: null }],
  ])('is not read from %j', (data) => {
    expect(readCredential(row(RING, { data }))).toBeNull();
  });
});
