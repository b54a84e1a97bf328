/**
 * The attack: somebody can write to the database, and has no key. He moves his own app and his own security key into the
 * account he wants, and takes the rows of the trail away that would tell of it. (More about the trail itself:
 * tests/server/audit-tamper.test.ts.)
 */
import { askToSignIn, keyProof, personWithKey, personWithTotp, startHost, verify, type Host } from '../support';
import { codeOf } from './hands';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

const move = (uid: string, userId: number) =>
  host.container.database.table('authenticators').where({ uid }).update({ user_id: userId });

describe('an authenticator that was moved to another account', () => {
  it('does not sign in there: an app [C27]', async () => {
    const victim = await personWithTotp(host);
    const thief = await personWithTotp(host);
    await move(thief.app.authenticator.id, victim.person.id);
    const { transaction } = await askToSignIn(host, victim.person);
    const answer = await verify(host, transaction, { method: 'totp', code: thief.app.code() });
    expect(codeOf(answer)).toBe('MFA_INVALID_CODE');
    const own = await verify(host, transaction, { method: 'totp', code: victim.app.code() });
    expect(own.status).toBe(200);
  });

  it('does not sign in there: a security key [C27][C28]', async () => {
    const victim = await personWithKey(host);
    const thief = await personWithKey(host);
    await move(thief.authenticator.id, victim.person.id);
    const { transaction } = await askToSignIn(host, victim.person);
    const options = await host.request.post('/mfa/transactions/webauthn/options').send({ transaction });
    expect(options.body.data.publicKey.allowCredentials).toHaveLength(1);
    const response = thief.key.get({ ...options.body.data.publicKey, allowCredentials: [] });
    expect((await verify(host, transaction, { method: 'webauthn', response })).status).toBe(400);
    const proof = await keyProof(host, transaction, victim.key);
    expect((await verify(host, transaction, proof)).status).toBe(200);
  });

  it('whose seal was put into another row is unreadable there [C27]', async () => {
    const victim = await personWithTotp(host);
    const thief = await personWithTotp(host);
    const { database, authenticators } = host.container;
    const stolen = await authenticators.find(thief.person.id, thief.app.authenticator.id);
    await database
      .table('authenticators')
      .where({ uid: victim.app.authenticator.id })
      .update({ secret: stolen?.secret });
    const asked = await askToSignIn(host, victim.person);
    expect(asked.methods).toEqual(['recovery_code']);
    const answer = await verify(host, asked.transaction, { method: 'totp', code: thief.app.code() });
    expect(codeOf(answer)).toBe('MFA_METHOD_NOT_ALLOWED');
  });

  it('and recovery codes of another account are none here [A30]', async () => {
    const victim = await personWithTotp(host);
    const thief = await personWithTotp(host);
    const { database } = host.container;
    await database.table('recoveryCodes').where({ user_id: thief.person.id }).update({ user_id: victim.person.id });
    const { transaction } = await askToSignIn(host, victim.person);
    const answer = await verify(host, transaction, { method: 'recovery_code', code: thief.recoveryCodes[0] });
    expect(codeOf(answer)).toBe('MFA_INVALID_CODE');
  });
});

describe('a row that somebody put there', () => {
  const said = async () => {
    const checks = await host.container.diagnostics.run(null);
    return checks.find(({ id }) => id === 'stored_rows');
  };
  const signInWith = async (victim: Awaited<ReturnType<typeof personWithTotp>>, code: string | undefined) => {
    const { transaction } = await askToSignIn(host, victim.person);
    return verify(host, transaction, { method: 'recovery_code', code });
  };

  it('as a whole set of recovery codes of somebody else opens nothing [A30][C27]', async () => {
    const victim = await personWithTotp(host);
    const thief = await personWithTotp(host);
    const { accounts, database } = host.container;
    const own = await accounts.find(thief.person.id);
    const set = { recovery_set_id: own?.recoverySetId, recovery_salt: own?.recoverySalt };
    await database.table('accounts').where({ user_id: victim.person.id }).update(set);
    await database.table('recoveryCodes').where({ user_id: victim.person.id }).delete();
    await database.table('recoveryCodes').where({ user_id: thief.person.id }).update({ user_id: victim.person.id });
    expect(codeOf(await signInWith(victim, thief.recoveryCodes[0]))).toBe('MFA_INVALID_CODE');
  });

  it('without a seal of this host’s key is accepted, as after its loss, and said by the diagnostics [C27]', async () => {
    const victim = await personWithTotp(host);
    expect(await said()).toMatchObject({ status: 'ok', code: 'rows_ok' });
    const { database } = host.container;
    const codes = () => database.table('recoveryCodes').where({ user_id: victim.person.id });
    const [{ id: _id, ...known }] = await codes().limit(1);
    await codes().delete();
    await database.table('recoveryCodes').insert({ ...known, seal: null });
    expect(await said()).toMatchObject({ status: 'error', code: 'rows_planted', values: { codes: 1, exemptions: 0 } });
    expect((await signInWith(victim, victim.recoveryCodes[0])).status).toBe(200);
    await codes().delete();
  });

  it('as an exemption that the trail does not tell of is said by the diagnostics [C27]', async () => {
    const { person } = await personWithTotp(host);
    const accounts = () => host.container.database.table('accounts').where({ user_id: person.id });
    const until = host.clock.now() + 30 * 86_400_000;
    await accounts().update({ exempt_until: until, exempt_reason: 'x' });
    expect(await said()).toMatchObject({ status: 'error', values: { exemptions: 1, codes: 0, keys: 0 } });
    await accounts().update({ exempt_until: null });
    await host.container.people.exempt({ kind: 'cli' }, person.id, { reason: 'new phone', until });
    expect(await said()).toMatchObject({ status: 'ok' });
  });
});

describe('a trail from which somebody took what concerns him', () => {
  it('does not verify any more [C24]', async () => {
    const { person } = await personWithTotp(host);
    const { audit, database } = host.container;
    expect((await audit.verify()).intact).toBe(true);
    await database.table('auditEntries').where({ type: 'factor.added', target_id: person.id }).delete();
    const found = await audit.verify();
    expect([found.intact, found.firstBreak?.kind]).toEqual([false, 'removed']);
  });
});
