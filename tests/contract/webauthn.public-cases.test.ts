/** Cases that locked people out of other products: today's authenticators, and how browsers interpret our options. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';

import { checksIntegrity, offersOptions, type Subject } from '../../server/src/factors';
import { createPerson, enrollKey, logInToEnroll, startHost, type Host } from '../support';
import { authenticatorsOf, begin, factorOf, finish, judge, newSubject, spend, store } from './factor-calls';
import { softKey, type Claims, type SoftKey } from '../support/soft-key';

type Creation = PublicKeyCredentialCreationOptionsJSON & { hints?: string[] };
type Request = PublicKeyCredentialRequestOptionsJSON & { hints?: string[] };

describe('security keys and passkeys as people own them', () => {
  let host: Host;
  let home: { origin: string; rpId: string };

  beforeAll(async () => {
    host = await startHost();
    home = { origin: host.origin, rpId: 'localhost' };
  });
  afterAll(() => host?.stop());

  const creation = async (subject: Subject, input: Record<string, unknown> = {}) =>
    (await begin(host, 'webauthn', subject, input)).publicKey as Creation;

  const request = async (subject: Subject) => {
    const webauthn = factorOf(host, 'webauthn');
    if (!offersOptions(webauthn)) throw new Error('webauthn offers no options');
    return (await webauthn.challengeOptions(subject, await authenticatorsOf(host, subject))).publicKey as Request;
  };

  const enroll = async (subject: Subject, key: SoftKey, claims: Partial<Claims>) => {
    const finished = await finish(host, 'webauthn', subject, { response: key.create(await creation(subject), claims) });
    const stored = await store(host, subject, finished);
    if (!stored) throw new Error('not stored');
    return stored;
  };

  const owner = async (...keys: Partial<Claims>[]) => {
    const subject = await newSubject(host);
    for (const claims of keys) await enroll(subject, softKey(home), claims);
    return subject;
  };

  const synced = { transports: ['internal'], backupEligible: true, backedUp: true, counter: 0 };

  describe('a passkey that begins to be synced [C60] [P01]', () => {
    const answer = async (subject: Subject, key: SoftKey, claims: Partial<Claims>) =>
      judge(host, 'webauthn', subject, { response: key.get(await request(subject), { counter: 0, ...claims }) });

    it('is accepted, remembered as synced, and bound as before', async () => {
      const [subject, key] = [await newSubject(host), softKey(home)];
      await enroll(subject, key, { transports: ['internal'], counter: 0 });
      const judged = await answer(subject, key, { backupEligible: true, backedUp: true });
      expect(judged).toMatchObject({ ok: true, becameSynced: true });
      expect(await spend(host, judged)).toBe(true);

      const [row] = await authenticatorsOf(host, subject);
      const webauthn = factorOf(host, 'webauthn');
      if (!row || !checksIntegrity(webauthn)) throw new Error('no row');
      expect(row.data).toMatchObject({ backupEligible: true, backedUp: true });
      expect([webauthn.integrity(row), webauthn.usability(row), webauthn.view(row).synced]).toEqual([
        'intact',
        'usable',
        true,
      ]);
      const again = await answer(subject, key, { backupEligible: true, backedUp: true });
      expect(again).toMatchObject({ ok: true });
      expect(again).not.toHaveProperty('becameSynced');
    });

    it('is not taken for bound to one device again', async () => {
      const [subject, key] = [await newSubject(host), softKey(home)];
      await enroll(subject, key, synced);
      expect(await answer(subject, key, { backupEligible: false })).toMatchObject({
        ok: false,
        reason: 'backup_changed',
      });
    });

    it('is not vouched for when its row cannot be checked', async () => {
      const [subject, key] = [await newSubject(host), softKey(home)];
      const { uid, data } = await enroll(subject, key, { transports: ['internal'], counter: 0 });
      await host.container.database
        .table('authenticators')
        .where({ uid })
        .update({ data: JSON.stringify({ ...data, mac: null }) });
      const judged = await answer(subject, key, { backupEligible: true });
      expect(await spend(host, judged)).toBe(true);
      const [row] = await authenticatorsOf(host, subject);
      expect(row?.data).toMatchObject({ backupEligible: true, mac: null });
    });

    it('signs its owner in, and the trail says what changed', async () => {
      const person = await createPerson(host);
      const session = await logInToEnroll(host, person);
      const key = softKey(home);
      const options = (await session.post('/mfa/me/webauthn/begin').expect(200)).body.data.publicKey;
      const made = key.create(options, { transports: ['internal'], counter: 0 });
      const added = await session.post('/mfa/me/webauthn/finish', { response: made, name: 'Laptop' }).expect(200);
      const { email, password } = person;
      const { transaction } = (await host.request.post('/admin/login').send({ email, password }).expect(403)).body.error
        .details;
      const asked = await host.request.post('/mfa/transactions/webauthn/options').send({ transaction }).expect(200);
      const response = key.get(asked.body.data.publicKey, { backupEligible: true, backedUp: true, counter: 0 });
      await host.request
        .post('/mfa/transactions/verify')
        .send({ transaction, method: 'webauthn', response })
        .expect(200);
      const events = await host.container.audit.ownEvents(person.id, undefined, 50);
      const { id } = added.body.data.authenticator;
      expect(events.events.filter(({ type }) => type === 'factor.synced')).toMatchObject([
        { outcome: 'success', details: { id, name: 'Laptop' } },
      ]);
    });
  });

  it.each([
    ['a synced passkey of an extension that knows of this computer only', synced, ['internal', 'hybrid']],
    [
      'a synced passkey that named the phone',
      { ...synced, transports: ['hybrid', 'internal'] },
      ['hybrid', 'internal'],
    ],
    ['a key that is not synced', { transports: ['internal'], counter: 0 }, ['internal']],
    ['a credential whose browser named nothing', { transports: [] }, undefined],
    ['a synced one whose browser named nothing', { ...synced, transports: [] }, undefined],
  ])('the browser may look where %s is [C60] [P04]', async (_what, claims, transports) => {
    const subject = await owner(claims);
    const [allowed] = (await request(subject)).allowCredentials ?? [];
    const [excluded] = (await creation(subject)).excludeCredentials ?? [];
    // The order of the transports doesn't matter.
    const sorted = (list: string[] | undefined) => list && [...list].sort();
    expect(sorted(allowed?.transports)).toEqual(sorted(transports));
    expect(sorted(excluded?.transports)).toEqual(sorted(transports));
    expect(allowed && 'transports' in allowed).toBe(transports !== undefined);
  });

  it.each([
    ['security-key', 'discouraged', 'cross-platform'],
    ['client-device', 'preferred', 'platform'],
    ['hybrid', 'preferred', 'cross-platform'],
  ])(
    '"%s" asks for what it needs and no more [C60] [C69] [P06]',
    async (hint, residentKey, authenticatorAttachment) => {
      const session = await logInToEnroll(host, await createPerson(host));
      const { publicKey } = (await session.post('/mfa/me/webauthn/begin', { hint }).expect(200)).body.data;
      expect(publicKey).toMatchObject({
        hints: [hint],
        authenticatorSelection: { residentKey, authenticatorAttachment, requireResidentKey: false },
      });
    }
  );

  it('a button that nobody has is no way to begin [C60] [P06]', async () => {
    const session = await logInToEnroll(host, await createPerson(host));
    await session.post('/mfa/me/webauthn/begin', { hint: 'telepathy' }).expect(400);
  });

  it.each([
    ['an address of more than a hundred letters', `${'a'.repeat(60)}@department.example-company.com`, 'Ü'.repeat(40)],
    ['a name in Japanese', 'x@example.com', `${'ü'.repeat(40)} ${'語'.repeat(40)}`],
    ['a name of families and flags', 'x@example.com', '👩‍👩‍👧‍👦🇩🇪'.repeat(9)],
    ['no name at all', `${'a'.repeat(60)}@department.example-company.com`, ''],
  ])('%s fits into a key, without half a character, and says whose it is [C60] [P09]', async (_what, email, name) => {
    const { user } = await creation({ ...(await newSubject(host)), email, name });
    for (const [given, whole] of [
      [user.name, email],
      [user.displayName, name || email],
    ] as const) {
      expect(Buffer.byteLength(given)).toBeLessThanOrEqual(64);
      expect(Buffer.byteLength(given)).toBeGreaterThan(Math.min(38, Buffer.byteLength(whole) - 1));
      const segments = [...new Intl.Segmenter().segment(whole)].map(({ segment }) => segment);
      expect(segments.slice(0, [...new Intl.Segmenter().segment(given)].length).join('')).toBe(given);
    }
  });

  const usb = { transports: ['usb', 'nfc'] };
  it.each<[string, Partial<Claims>[], string[] | undefined]>([
    ['keys on cable or air', [usb, { transports: ['usb'] }], ['security-key']],
    ['synced passkeys', [synced, synced], ['client-device', 'hybrid']],
    ['the fingerprint reader of this computer', [{ transports: ['internal'] }], ['client-device']],
    ['a key and a synced passkey', [usb, synced], undefined],
    ['a key of which nothing is known', [usb, { transports: [] }], undefined],
    ['a phone that is not synced', [{ transports: ['hybrid'] }], undefined],
  ])('whoever has nothing but %s gets the dialog for it [C60] [C69] [P29]', async (_what, keys, hints) => {
    const options = await request(await owner(...keys));
    expect(options.hints).toEqual(hints);
    expect(options.allowCredentials).toHaveLength(keys.length);
  });

  it('a site with one address says nothing of others [C60] [C69] [P24]', () =>
    host.request.get('/.well-known/webauthn').expect(404));

  it('a browser that is told where to look lets the key sign in all the same', async () => {
    const person = await createPerson(host);
    const { key } = await enrollKey(host, await logInToEnroll(host, person));
    const { email, password } = person;
    const { transaction } = (await host.request.post('/admin/login').send({ email, password }).expect(403)).body.error
      .details;
    const asked = await host.request.post('/mfa/transactions/webauthn/options').send({ transaction }).expect(200);
    expect(asked.body.data.publicKey.hints).toEqual(expect.any(Array));
    const response = key.get(asked.body.data.publicKey);
    await host.request.post('/mfa/transactions/verify').send({ transaction, method: 'webauthn', response }).expect(200);
  });
});
