/** What the encryption key protects, what its loss costs, and what changes when it's rotated. */
import { rekeys, checksIntegrity, type Authenticator, type Subject } from '../../server/src/factors';
import { startHost, type Host } from '../support';
import { HANDS, type Held } from './method-users';
import { authenticatorsOf, factorOf, judge, newSubject, prove } from './factor-calls';

const OLD = { id: 'old', secret: 'an-old-secret-of-more-than-thirty-two-characters' };
const NEW = { id: 'new', secret: 'a-new-secret-of-more-than-thirty-two-characters' };
const NO_KEY = { config: { admin: { secrets: { encryptionKey: '' } } } };
const ring = (...encryptionKeys: { id: string; secret: string }[]) => ({
  config: { plugins: { mfa: { config: { encryptionKeys } } } },
});

const typesOf = (rows: readonly Authenticator[]) => rows.map(({ type }) => type);

describe('the encryption key', () => {
  let host: Host;
  let subject: Subject;
  const held: Record<'totp' | 'webauthn' | 'recovery_code', Held | null> = {
    totp: null,
    webauthn: null,
    recovery_code: null,
  };
  const methods = ['totp', 'webauthn', 'recovery_code'] as const;

  const usability = async () =>
    Object.fromEntries(
      (await authenticatorsOf(host, subject)).map((row) => [row.type, factorOf(host, row.type).usability(row)])
    );
  const integrity = async () => {
    const [key] = (await authenticatorsOf(host, subject)).filter(({ type }) => type === 'webauthn');
    const webauthn = factorOf(host, 'webauthn');
    if (!key || !checksIntegrity(webauthn)) throw new Error('no key');
    return webauthn.integrity(key);
  };
  /** Rewrites every row that depends on an older key, as the rotation command does. */
  const rotate = async (): Promise<string[]> => {
    const rows = await authenticatorsOf(host, subject);
    const changed = rows.filter((row) => {
      const factor = factorOf(host, row.type);
      return rekeys(factor) && factor.rekey(row) !== null;
    });
    for (const row of changed) {
      const factor = factorOf(host, row.type);
      const change = rekeys(factor) ? factor.rekey(row) : null;
      const columns = { ...change, ...(change?.data ? { data: JSON.stringify(change.data) } : {}) };
      await host.container.database.table('authenticators').where({ uid: row.uid }).update(columns);
    }
    return typesOf(changed);
  };
  const proves = async () => {
    const outcomes: Record<string, boolean> = {};
    for (const method of methods) {
      const proof = await held[method]?.prove(host);
      outcomes[method] = proof ? await prove(host, method, subject, proof) : false;
    }
    return outcomes;
  };
  const everything = { totp: true, webauthn: true, recovery_code: true };

  beforeAll(async () => {
    host = await startHost(ring(OLD));
    subject = await newSubject(host);
    for (const method of methods) held[method] = await HANDS[method].enroll(host, subject);
  });
  afterAll(() => host.stop());

  it('can be rotated: the old one still reads, and nothing is left under it after a rewrite', async () => {
    host = await host.restart(ring(NEW, OLD));
    expect(await proves()).toEqual(everything);
    expect((await rotate()).sort()).toEqual(['totp', 'webauthn']);
    expect(await rotate()).toEqual([]);
    host = await host.restart(ring(NEW));
    expect(await usability()).toEqual({ totp: 'usable', webauthn: 'usable' });
    expect(await integrity()).toBe('intact');
    expect(await proves()).toEqual(everything);
  });

  it.each([
    ['another under the same id', ring({ ...NEW, secret: OLD.secret })],
    ['none at all', NO_KEY],
  ])(
    'can be lost to %s: apps cannot be read, security keys and recovery codes still let people in',
    async (_what, options) => {
      host = await host.restart(options);
      expect(await usability()).toEqual({ totp: 'unreadable', webauthn: 'usable' });
      expect(await integrity()).toBe('unchecked');
      const code = await held.totp?.prove(host);
      expect(await judge(host, 'totp', subject, code ?? {})).toMatchObject({ ok: false, reason: 'unreadable' });
      expect(await proves()).toEqual({ ...everything, totp: false });
    }
  );

  it('is needed for a new app and for nothing else', async () => {
    host = await host.restart(NO_KEY);
    const [app, key] = [factorOf(host, 'totp'), factorOf(host, 'webauthn')];
    expect(app.availability()).toEqual({ ok: false, reason: 'no_encryption_key' });
    expect(key.availability()).toEqual({ ok: true });
    const someone = await newSubject(host);
    expect(await app.beginEnrollment(someone, [], {})).toMatchObject({ ok: false, code: 'MFA_METHOD_UNAVAILABLE' });
    const fresh = await HANDS.webauthn.enroll(host, someone);
    expect(await prove(host, 'webauthn', someone, await fresh.prove(host))).toBe(true);
  });

  it('makes everything readable again when it is put back', async () => {
    host = await host.restart(ring(NEW));
    expect(await usability()).toEqual({ totp: 'usable', webauthn: 'usable' });
    expect(await proves()).toEqual(everything);
  });
});
