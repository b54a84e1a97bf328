/** Checks that a WebAuthn library leaves to its caller, each tested with answers that no honest browser sends. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';

import { offersOptions, signalsCredentials, type Authenticator, type Subject } from '../../server/src/factors';
import { startHost, type Host } from '../support';
import { authenticatorsOf, begin, elsewhere, factorOf, finish, judge, newSubject, spend, store } from './factor-calls';
import { softKey, type Claims, type SoftKey } from '../support/soft-key';

const DAMAGE = 'A'.repeat(43);

describe('security keys, bent', () => {
  let host: Host;
  let home: { origin: string; rpId: string };

  beforeAll(async () => {
    host = await startHost();
    home = { origin: host.origin, rpId: 'localhost' };
  });
  afterAll(() => host.stop());

  const creation = async (subject: Subject) =>
    (await begin(host, 'webauthn', subject)).publicKey as PublicKeyCredentialCreationOptionsJSON;

  const request = async (subject: Subject) => {
    const webauthn = factorOf(host, 'webauthn');
    if (!offersOptions(webauthn)) throw new Error('webauthn offers no options');
    const { publicKey } = await webauthn.challengeOptions(subject, await authenticatorsOf(host, subject));
    return publicKey as PublicKeyCredentialRequestOptionsJSON;
  };

  const register = async (subject: Subject, key: SoftKey, claims: Partial<Claims> = {}) =>
    finish(host, 'webauthn', subject, { response: key.create(await creation(subject), claims) });

  const enroll = async (subject: Subject, key: SoftKey, claims: Partial<Claims> = {}): Promise<Authenticator> => {
    const stored = await store(host, subject, await register(subject, key, claims));
    if (!stored) throw new Error('not stored');
    return stored;
  };

  const enrolled = async (claims: Partial<Claims> = {}) => {
    const [subject, key] = [await newSubject(host), softKey(home)];
    return { subject, key, authenticator: await enroll(subject, key, claims) };
  };

  const assert = async (subject: Subject, key: SoftKey, claims: Partial<Claims> = {}) =>
    judge(host, 'webauthn', subject, { response: key.get(await request(subject), claims) });

  const columns = (uid: string) => host.container.database.table('authenticators').where({ uid });
  const reasonOf = (result: { ok: boolean; reason?: string }) => (result.ok ? 'accepted' : result.reason);

  describe('registering', () => {
    it('offers every FIDO2 authenticator, asks for no attestation and leaves five minutes [A5]', async () => {
      const subject = await newSubject(host);
      const options = await creation(subject);
      expect(options).toMatchObject({
        rp: { id: 'localhost' },
        user: { name: subject.email, displayName: subject.name },
        attestation: 'none',
        timeout: 300_000,
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
        excludeCredentials: [],
      });
      expect(options.authenticatorSelection).not.toHaveProperty('authenticatorAttachment');
      expect(options.pubKeyCredParams).toEqual([-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })));
      expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(64);
      expect(Buffer.from(options.challenge, 'base64url').length).toBeGreaterThanOrEqual(32);
      expect((await creation(subject)).user.id).toBe(options.user.id);
      expect((await creation(await newSubject(host))).user.id).not.toBe(options.user.id);
    });

    it.each<[string, Partial<Claims>]>([
      [
        'a key without PIN or finger, as in the days of U2F [A3]',
        { userVerified: false, transports: ['usb', 'nfc', 'ble'] },
      ],
      ['a fingerprint reader or a face [A4]', { transports: ['internal'] }],
      [
        'a passkey of a password manager [A5]',
        { transports: ['hybrid', 'internal'], backupEligible: true, backedUp: true, counter: 0 },
      ],
      ['a passkey that is not synced yet [A5]', { transports: ['internal'], backupEligible: true, counter: 0 }],
    ])('takes %s', async (_what, claims) => {
      const { subject, key } = await enrolled(claims);
      const judged = await assert(subject, key, claims);
      expect(judged).toMatchObject({ ok: true, userVerified: claims.userVerified ?? true });
      expect(await spend(host, judged)).toBe(true);
    });

    it.each<[string, Partial<Claims>, string]>([
      ['another site’s page', { origin: 'http://localhost:9999' }, 'not_verified'],
      ['our address with a slash behind it', { origin: 'http://localhost:1337/' }, 'not_verified'],
      ['another relying party', { rpId: 'example.com' }, 'not_verified'],
      ['another challenge', { challenge: DAMAGE }, 'not_verified'],
      ['the other ceremony', { type: 'webauthn.get' }, 'not_verified'],
      ['a frame in somebody’s page', { clientData: { crossOrigin: true } }, 'cross_origin'],
      [
        'a frame that names the page',
        { clientData: { crossOrigin: true, topOrigin: 'https://evil.example' } },
        'cross_origin',
      ],
      ['nobody present', { userPresent: false }, 'not_verified'],
      ['a backup of what cannot be backed up', { backedUp: true }, 'not_verified'],
    ])('refuses %s', async (_what, claims, reason) => {
      const subject = await newSubject(host);
      expect(reasonOf(await register(subject, softKey(home), claims))).toBe(reason);
      expect(await authenticatorsOf(host, subject)).toEqual([]);
    });

    it.each([
      [15, 'malformed'],
      [16, 'accepted'],
      [1023, 'accepted'],
      [1024, 'malformed'],
    ])('of a credential id of %i bytes: %s', async (bytes, outcome) => {
      expect(reasonOf(await register(await newSubject(host), softKey(home, bytes)))).toBe(outcome);
    });

    it('believes the attested id, not the one in the envelope', async () => {
      const subject = await newSubject(host);
      const answer = softKey(home).create(await creation(subject));
      const other = softKey(home).credentialId.toString('base64url');
      const result = await finish(host, 'webauthn', subject, { response: { ...answer, id: other, rawId: other } });
      expect(reasonOf(result)).toBe('malformed');
    });

    it('burns the challenge whether the answer was right or wrong [C9]', async () => {
      const [subject, key] = [await newSubject(host), softKey(home)];
      const options = await creation(subject);
      const wrong = key.create(options, { origin: 'https://evil.example' });
      expect(reasonOf(await finish(host, 'webauthn', subject, { response: wrong }))).toBe('not_verified');
      const right = key.create(options);
      expect(reasonOf(await finish(host, 'webauthn', subject, { response: right }))).toBe('no_ceremony');
    });

    it('knows a credential that anybody has registered, and leaves that one alone', async () => {
      const { subject, key } = await enrolled();
      expect(reasonOf(await register(await newSubject(host), key))).toBe('already_registered');
      expect(reasonOf(await register(elsewhere(subject), key))).toBe('already_registered');
      expect(reasonOf(await assert(subject, key))).toBe('accepted');
    });

    it('keeps the transports it knows and hands out nothing but id, type and transports', async () => {
      const { subject, key } = await enrolled({ transports: ['usb', 'telepathy', 'nfc', 'usb', '__proto__'] });
      const descriptor = { id: key.credentialId.toString('base64url'), type: 'public-key', transports: ['usb', 'nfc'] };
      expect((await creation(subject)).excludeCredentials).toEqual([descriptor]);
      const options = await request(subject);
      expect(options.allowCredentials).toEqual([descriptor]);
      expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'preferred', timeout: 300_000 });
    });

    it('shows known products by name and picture, and synced passkeys apart from others [C11]', async () => {
      const webauthn = factorOf(host, 'webauthn');
      const google = Buffer.from('ea9b8d664d011d213ce4b6b48cb575d4', 'hex');
      const synced = await enrolled({ aaguid: google, transports: ['internal'], backupEligible: true, backedUp: true });
      expect(synced.authenticator.name).toBe('Google Password Manager');
      expect(webauthn.view(synced.authenticator)).toEqual({
        provider: 'Google Password Manager',
        icon: 'google',
        synced: true,
        attested: false,
        withdrawn: null,
        discoverable: null,
        transports: ['internal'],
      });
      const { authenticator, subject } = await enrolled();
      expect(authenticator.name).toBe('Security key');
      expect(webauthn.view(authenticator)).toMatchObject({ provider: null, icon: null, synced: false });
      expect((await enroll(subject, softKey(home))).name).toBe('Security key 2');
    });
  });

  describe('proving', () => {
    it.each<[string, Partial<Claims>, string]>([
      ['another site’s page', { origin: 'https://evil.example' }, 'not_verified'],
      ['another relying party', { rpId: 'example.com' }, 'not_verified'],
      ['another challenge', { challenge: DAMAGE }, 'not_verified'],
      ['the other ceremony', { type: 'webauthn.create' }, 'not_verified'],
      ['a frame in somebody’s page', { clientData: { crossOrigin: true } }, 'cross_origin'],
      ['a page above without a frame', { clientData: { topOrigin: 'https://evil.example' } }, 'cross_origin'],
      ['nobody present', { userPresent: false }, 'not_verified'],
      ['another person’s handle', { userHandle: DAMAGE }, 'unknown_credential'],
      ['a backup of what cannot be backed up', { backedUp: true }, 'not_verified'],
    ])('refuses %s and leaves the key as it was', async (_what, claims, reason) => {
      const { subject, key, authenticator } = await enrolled();
      expect(reasonOf(await assert(subject, key, claims))).toBe(reason);
      expect(await authenticatorsOf(host, subject)).toEqual([authenticator]);
      expect(reasonOf(await assert(subject, key))).toBe('accepted');
    });

    it('takes the person’s own handle', async () => {
      const { subject, key } = await enrolled();
      const { user } = await creation(subject);
      expect(reasonOf(await assert(subject, key, { userHandle: user.id }))).toBe('accepted');
    });

    it('burns the challenge whether the answer was right or wrong [C9]', async () => {
      const { subject, key } = await enrolled();
      const options = await request(subject);
      const wrong = { response: key.get(options, { origin: 'https://evil.example' }) };
      expect(reasonOf(await judge(host, 'webauthn', subject, wrong))).toBe('not_verified');
      const right = { response: key.get(options) };
      expect(reasonOf(await judge(host, 'webauthn', subject, right))).toBe('no_ceremony');
    });

    it('does not take the challenge of another question of the same person', async () => {
      const { subject, key } = await enrolled();
      const other = elsewhere(subject);
      const response = key.get(await request(other));
      await request(subject);
      expect(reasonOf(await judge(host, 'webauthn', subject, { response }))).toBe('not_verified');
    });

    it('refuses an answer without a challenge when none is stored', async () => {
      const { subject, key } = await enrolled();
      const options = { ...(await request(elsewhere(subject))), challenge: undefined as unknown as string };
      expect(reasonOf(await judge(host, 'webauthn', subject, { response: key.get(options) }))).toBe('no_ceremony');
    });

    it('looks the key up by the answer’s id among the person’s own', async () => {
      const [mine, yours] = [await enrolled(), await enrolled()];
      const foreign = yours.key.get(await request(mine.subject));
      expect(reasonOf(await judge(host, 'webauthn', mine.subject, { response: foreign }))).toBe('unknown_credential');
      const id = mine.key.credentialId.toString('base64url');
      const disguised = { ...yours.key.get(await request(mine.subject)), id, rawId: id };
      expect(reasonOf(await judge(host, 'webauthn', mine.subject, { response: disguised }))).toBe('not_verified');
      const torn = { ...mine.key.get(await request(mine.subject)), rawId: 'AAAA' };
      expect(reasonOf(await judge(host, 'webauthn', mine.subject, { response: torn }))).toBe('unknown_credential');
    });

    it('refuses a key that was added after the options went out', async () => {
      const { subject } = await enrolled();
      const options = await request(subject);
      const late = softKey(home);
      await enroll(elsewhere(subject), late);
      const judged = await judge(host, 'webauthn', subject, { response: late.get(options) });
      expect(reasonOf(judged)).toBe('unknown_credential');
    });

    it.each([
      [5, 6, 'accepted'],
      [5, 4_000_000_000, 'accepted'],
      [5, 5, 'counter_regressed'],
      [5, 4, 'counter_regressed'],
      [5, 0, 'counter_regressed'],
      [0, 1, 'accepted'],
      [0, 0, 'accepted'],
    ])('with counter %i stored and %i shown: %s', async (stored, shown, outcome) => {
      const { subject, key } = await enrolled({ counter: stored });
      const judged = await assert(subject, key, { counter: shown });
      expect(reasonOf(judged)).toBe(outcome);
      expect(await spend(host, judged)).toBe(judged.ok);
      const [row] = await authenticatorsOf(host, subject);
      expect(row?.signCount).toBe(judged.ok ? shown : stored);
    });

    it('takes a forged answer with an old counter for forged, not for a copied key', async () => {
      const { subject, key } = await enrolled({ counter: 5 });
      const answer = key.get(await request(subject), { counter: 1 });
      const forged = {
        ...answer,
        response: {
          ...answer.response,
          signature: softKey(home).get(await request(elsewhere(subject))).response.signature,
        },
      };
      expect(reasonOf(await judge(host, 'webauthn', subject, { response: forged }))).toBe('not_verified');
    });

    it('lets one of two answers with the same counter through', async () => {
      const { subject, key } = await enrolled({ counter: 5 });
      const first = await assert(subject, key, { counter: 9 });
      const second = await assert(elsewhere(subject), key, { counter: 9 });
      expect([await spend(host, first), await spend(host, second)]).toEqual([true, false]);
    });

    it('remembers that a passkey has been backed up since', async () => {
      const { subject, key } = await enrolled({ backupEligible: true, counter: 0 });
      const judged = await assert(subject, key, { backupEligible: true, backedUp: true, counter: 0 });
      expect(await spend(host, judged)).toBe(true);
      const [row] = await authenticatorsOf(host, subject);
      expect(row?.data).toMatchObject({ backupEligible: true, backedUp: true });
      expect(row && factorOf(host, 'webauthn').usability(row)).toBe('usable');
    });
  });

  describe('rows that somebody wrote into the database', () => {
    it.each<[string, (row: Authenticator, thief: Subject) => Record<string, unknown>]>([
      ['moved to another person', (_row, thief) => ({ user_id: thief.userId })],
      ['given another public key', (row) => ({ data: JSON.stringify({ ...row.data, publicKey: DAMAGE }) })],
      ['emptied', () => ({ data: '{}' })],
    ])('a key that was %s is not offered', async (_what, change) => {
      const { subject, authenticator } = await enrolled();
      const thief = await newSubject(host);
      await columns(authenticator.uid).update(change(authenticator, thief));
      const rows = [...(await authenticatorsOf(host, subject)), ...(await authenticatorsOf(host, thief))];
      expect(rows.map((row) => factorOf(host, 'webauthn').usability(row))).toEqual(['unreadable']);
      await expect(request(subject)).rejects.toMatchObject({ code: 'MFA_METHOD_NOT_ALLOWED' });
      await expect(request(thief)).rejects.toMatchObject({ code: 'MFA_METHOD_NOT_ALLOWED' });
    });

    it('a key of another address is kept, said to be so, and not offered', async () => {
      const { subject, authenticator } = await enrolled();
      const { mac: _mac, ...data } = { ...authenticator.data, rpId: 'old.example.com' } as Record<string, unknown>;
      await columns(authenticator.uid).update({ data: JSON.stringify({ ...data, mac: null }) });
      const rows = await authenticatorsOf(host, subject);
      expect(rows.map((row) => factorOf(host, 'webauthn').usability(row))).toEqual(['other_address']);
      await expect(request(subject)).rejects.toMatchObject({ code: 'MFA_METHOD_NOT_ALLOWED' });
    });
  });

  it('tells the password manager which passkeys are left, and never whose others are', async () => {
    const { subject, key, authenticator } = await enrolled();
    const second = softKey(home);
    await enroll(subject, second);
    await enrolled();
    const webauthn = factorOf(host, 'webauthn');
    if (!signalsCredentials(webauthn)) throw new Error('webauthn signals nothing');
    const ids = async () => webauthn.signals(subject.userId, await authenticatorsOf(host, subject));
    const { user } = await creation(subject);
    const [one, two] = [key, second].map(({ credentialId }) => credentialId.toString('base64url'));
    expect(await ids()).toEqual({ rpId: 'localhost', userHandle: user.id, credentialIds: [one, two] });
    const { authenticators, database } = host.container;
    await database.transaction((trx) => authenticators.remove(subject.userId, authenticator.uid, trx));
    expect(await ids()).toEqual({ rpId: 'localhost', userHandle: user.id, credentialIds: [two] });
  });
});
