/**
 * The attack: reuse a valid proof in another place, for another purpose, or twice at the same moment. The reverse case
 * is here too: two people register the same security key at once, which would make it valid for both.
 */
import {
  askToSignIn,
  createPerson,
  enrollTotp,
  forcePolicy,
  logInToEnroll,
  personWithTotp,
  securityKey,
  signInWithRecoveryCode,
  signInWithTotp,
  startHost,
  totpCode,
  verify,
  type Host,
} from '../support';
import { codeOf } from './whole-host';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

afterEach(async () => {
  await forcePolicy(host, { enabled: true, requirement: 'optional', allowedMethods: ['webauthn', 'totp'] });
});

describe('a code', () => {
  it('that enrolled, signed in or confirmed is dead for every other purpose [A16][C9]', async () => {
    host.clock.set(Date.UTC(2026, 0, 2, 12, 0, 5));
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const begun = await session.post('/mfa/me/totp/begin');
    const code = totpCode(begun.body.data.secret, host.clock.now());
    expect((await session.post('/mfa/me/totp/finish', { code })).status).toBe(200);
    const first = await askToSignIn(host, person);
    expect(codeOf(await verify(host, first.transaction, { method: 'totp', code }))).toBe('MFA_INVALID_CODE');
    host.clock.advance(30_000);
    const next = totpCode(begun.body.data.secret, host.clock.now());
    expect((await verify(host, first.transaction, { method: 'totp', code: next })).status).toBe(200);
    const stepUp = await session.post('/mfa/transactions', {});
    const again = await verify(host, stepUp.body.data.transaction, { method: 'totp', code: next });
    expect(codeOf(again)).toBe('MFA_INVALID_CODE');
    host.clock.run();
  });

  it('of recovery counts as used, is told and ends trust also when it only opens an enrollment [A30][C22]', async () => {
    await forcePolicy(host, { trustedBrowserDays: 14 });
    const { person, app, recoveryCodes } = await personWithTotp(host);
    const old = await signInWithTotp(host, person, app, { trustBrowser: true });
    await forcePolicy(host, { allowedMethods: ['webauthn'], trustedBrowserDays: 14 });
    const { transaction } = await askToSignIn(host, person);
    const [code = ''] = recoveryCodes;
    const answer = await verify(host, transaction, { method: 'recovery_code', code });
    expect(codeOf(answer)).toBe('MFA_ENROLLMENT_REQUIRED');
    const again = await askToSignIn(host, person);
    expect(codeOf(await verify(host, again.transaction, { method: 'recovery_code', code }))).toBe('MFA_INVALID_CODE');
    const { database, notices } = host.container;
    const used = await database.table('auditEntries').where({ type: 'recovery_code.used', target_id: person.id });
    expect(used).toHaveLength(1);
    expect(await database.table('trustedBrowsers').where({ user_id: person.id })).toEqual([]);
    expect((await old.get('/admin/users/me')).status).toBe(401);
    await notices.flush();
    const told = await database.table('auditEntries').where({ type: 'notice.sent', target_id: person.id });
    expect(told.some(({ details }: { details: string }) => details.includes('recovery_code_used'))).toBe(true);
  });

  it('of recovery used inside a session ends the other sessions and is gone [A30]', async () => {
    const { person, session, recoveryCodes } = await personWithTotp(host);
    const [code = ''] = recoveryCodes;
    await signInWithRecoveryCode(host, person, code);
    expect((await session.get('/admin/users/me')).status).toBe(401);
    const { transaction } = await askToSignIn(host, person);
    expect(codeOf(await verify(host, transaction, { method: 'recovery_code', code }))).toBe('MFA_INVALID_CODE');
  });
});

describe('one security key', () => {
  it('registered by two people at the same moment is one person’s; the other is told, and nothing breaks [C9][A24]', async () => {
    const people = [await createPerson(host), await createPerson(host)];
    const shared = securityKey({ origin: host.origin });
    const sessions = [];
    for (const person of people) sessions.push(await logInToEnroll(host, person));
    const [mine, theirs] = sessions;
    if (!mine || !theirs) throw new Error('two sessions were wanted');
    const first = (await mine.post('/mfa/me/webauthn/begin')).body.data.publicKey;
    const response = shared.create(first);
    // Gives the second ceremony the first one's challenge, to imitate a rogue authenticator with one fixed id.
    await theirs.post('/mfa/me/webauthn/begin');
    const { database, authenticators } = host.container;
    const rows = await database.table('ceremonies').where({ kind: 'webauthn-create' });
    const own = rows.find(({ user_id: id }: { user_id: number }) => Number(id) === people[0]?.id);
    await database
      .table('ceremonies')
      .where({ kind: 'webauthn-create', user_id: people[1]?.id })
      .update({ memory: own.memory });
    // Both requests check that the key is free before either one writes.
    const { isRegistered } = authenticators;
    let waiting: (() => void)[] = [];
    authenticators.isRegistered = async (hash, trx) => {
      const found = await isRegistered.call(authenticators, hash, trx);
      if (trx) return false;
      if (!found) {
        await new Promise<void>((go) => {
          waiting.push(go);
          if (waiting.length < 2) return;
          waiting.forEach((next) => next());
          waiting = [];
          authenticators.isRegistered = (one, inside) =>
            inside ? Promise.resolve(false) : isRegistered.call(authenticators, one);
        });
      }
      return found;
    };
    const answers = await Promise.all(sessions.map((one) => one.post('/mfa/me/webauthn/finish', { response })));
    authenticators.isRegistered = isRegistered;
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.map(codeOf).filter(Boolean)).toEqual(['MFA_ALREADY_REGISTERED']);
    const counts = await Promise.all(people.map(({ id }) => authenticators.count(id)));
    expect(counts.sort()).toEqual([0, 1]);
  });

  it('does not give two sessions for one sign-in, whatever else is in the request [C9]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const { transaction } = await askToSignIn(host, person);
    const code = app.code();
    const both = await Promise.all([
      verify(host, transaction, { method: 'totp', code, trustBrowser: true }),
      verify(host, transaction, { method: 'totp', code }),
      host.request.post('/mfa/transactions/complete').send({ transaction }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});
