/**
 * The attack: write to the database without having the key. The attacker moves their own authenticator app and security
 * key to the target's account, and deletes the trail rows that would reveal it. tests/server/audit-tamper.test.ts
 * covers the trail itself in more detail.
 */
import { tellOfDoubt } from '../../server/src/seal-existing-rows';
import {
  askToSignIn,
  createPerson,
  DAY,
  forcePolicy,
  HOUR,
  keyProof,
  personWithKey,
  personWithTotp,
  postLogin,
  provenSuperAdmin,
  putPolicy,
  repairPolicy,
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
    expect(await said()).toMatchObject({ status: 'ok', code: 'rows_ok', values: {} });
    const { database } = host.container;
    const codes = () => database.table('recoveryCodes').where({ user_id: victim.person.id });
    const [{ id: _id, ...known }] = await codes().orderBy('id').limit(1);
    await codes().delete();
    await database.table('recoveryCodes').insert({ ...known, seal: null });
    expect(await said()).toMatchObject({ status: 'error', code: 'rows_planted', values: { codes: 1, exemptions: 0 } });
    expect((await signInWith(victim, victim.recoveryCodes[0])).status).toBe(200);
    await codes().delete();
  });

  it('as an exemption exempts nobody, is said by the diagnostics, taken away, and told by the trail [C27][C42]', async () => {
    const { person } = await personWithTotp(host);
    const accounts = () => host.container.database.table('accounts').where({ user_id: person.id });
    const until = host.clock.now() + 30 * DAY;
    await accounts().update({ exempt_until: until, exempt_reason: 'x' });
    expect((await postLogin(host, person)).status).toBe(403);
    expect(await said()).toMatchObject({ status: 'error', values: { exemptions: 1, codes: 0, keys: 0 } });
    await host.container.people.lapseExemptions();
    expect(await accounts().first('exempt_until')).toMatchObject({ exempt_until: null });
    expect(await said()).toMatchObject({ status: 'ok' });
    const { events } = await host.container.audit.list(
      { types: ['user.exemption_ended'], userId: person.id },
      { limit: 1 }
    );
    expect(events[0]).toMatchObject({ actor: { kind: 'system' }, reason: 'not_sealed' });
  });

  it('as one that was given, and lasts longer or is somebody else’s now, exempts nobody [C27][C42]', async () => {
    const [{ person }, other] = [await personWithTotp(host), await personWithTotp(host)];
    const row = (id: number) => host.container.database.table('accounts').where({ user_id: id });
    const until = host.clock.now() + DAY;
    await host.container.people.exempt({ kind: 'cli' }, person.id, { reason: 'new phone', until });
    expect((await postLogin(host, person)).status).toBe(200);
    const { exempt_until, exempt_seal } = await row(person.id).first();
    await row(other.person.id).update({ exempt_until, exempt_seal });
    expect((await postLogin(host, other.person)).status).toBe(403);
    await row(person.id).update({ exempt_until: until + 80 * DAY });
    expect((await postLogin(host, person)).status).toBe(403);
    await host.container.people.lapseExemptions();
  });

  it('as one that was ended, and put back word for word, is said by the diagnostics [C27][C42]', async () => {
    const { person } = await personWithTotp(host);
    const row = () => host.container.database.table('accounts').where({ user_id: person.id });
    await host.container.people.exempt({ kind: 'cli' }, person.id, { reason: 'x', until: host.clock.now() + DAY });
    const { exempt_until, exempt_seal } = await row().first();
    expect(await said()).toMatchObject({ status: 'ok' });
    await host.container.people.endExemption({ kind: 'cli' }, person.id, {});
    await row().update({ exempt_until, exempt_seal });
    expect(await said()).toMatchObject({ status: 'error', values: { exemptions: 1 } });
    await row().update({ exempt_until: null, exempt_seal: null });
  });

  it('as an enrollment pass lets nobody set anything up [C27]', async () => {
    await forcePolicy(host, { firstFactorProof: 'pass' });
    const [person, other] = [await createPerson(host), await createPerson(host)];
    const { people, database, passes } = host.container;
    const { pass } = await people.givePass({ kind: 'cli' }, other.id, { reason: 'first day', hours: 1 });
    await database.table('passes').where({ user_id: other.id }).update({ user_id: person.id });
    expect(await passes.judge(person.id, pass)).toMatchObject({ ok: false, reason: 'no_pass' });
    const given = await people.givePass({ kind: 'cli' }, other.id, { reason: 'first day', hours: 1 });
    expect(await passes.judge(other.id, given.pass)).toMatchObject({ ok: true });
    await forcePolicy(host, { firstFactorProof: 'password' });
  });
});

describe('a policy that somebody wrote into the database', () => {
  let admin: Awaited<ReturnType<typeof provenSuperAdmin>>;
  const row = () => host.container.database.table('policies');
  const policyCheck = async () => (await host.container.diagnostics.run(null)).find(({ id }) => id === 'policy');
  const told = async () => (await host.container.audit.list({ types: ['rows.distrusted'] }, { limit: 9 })).events;

  it('does not bind: the last one that this server knew does, and it is said [C27]', async () => {
    const { person } = await personWithTotp(host);
    admin = await provenSuperAdmin(host);
    await forcePolicy(host, { requirement: 'required_on_first_login', helpText: 'Room 12' });
    await host.container.policies.current();
    const { document } = await row().first();
    await row().update({ document: JSON.stringify({ ...JSON.parse(document), enabled: false }) });
    expect((await postLogin(host, person)).status).toBe(403);
    expect(await host.container.policies.current()).toMatchObject({ enabled: true, helpText: 'Room 12' });
    expect(await policyCheck()).toMatchObject({ status: 'error', code: 'policy_not_sealed' });
    await tellOfDoubt(host.container);
    await tellOfDoubt(host.container);
    expect(await told()).toHaveLength(1);
  });

  it('asks everybody after a restart, until a super admin saves it again [C27]', async () => {
    host = await host.restart();
    const person = await createPerson(host);
    expect(codeOf(await postLogin(host, person))).toBe('MFA_ENROLLMENT_REQUIRED');
    expect(await host.container.policies.current()).toMatchObject({
      enabled: true,
      requirement: 'required_on_first_login',
      helpText: '',
      supportUrl: null,
      trustedBrowserDays: 0,
    });
    host.clock.advance(HOUR);
    const code = () => totpCode(admin.app.secret, host.clock.now());
    const session = await signInWithTotp(host, admin.person, { code });
    expect((await putPolicy(session, {})).status).toBe(200);
    expect(await policyCheck()).toMatchObject({ status: 'ok' });
    expect((await putPolicy(session, { requirement: 'optional' })).status).toBe(200);
    expect((await postLogin(host, person)).status).toBe(200);
  });

  it('is not believed when the row was taken away, or an older one put back [C27]', async () => {
    const { person } = await personWithTotp(host);
    await forcePolicy(host, { enabled: false });
    const older = await row().first();
    await forcePolicy(host, { enabled: true });
    await host.container.policies.current();
    await row().delete();
    expect((await postLogin(host, person)).status).toBe(403);
    expect(await policyCheck()).toMatchObject({ code: 'policy_not_sealed' });
    await row().insert(older);
    expect((await postLogin(host, person)).status).toBe(403);
    expect(await policyCheck()).toMatchObject({ code: 'policy_not_sealed' });
    await forcePolicy(host, {});
    expect(await policyCheck()).toMatchObject({ status: 'ok' });
  });
});

describe('rows from before there were seals', () => {
  const unseal = async () => {
    await host.container.database.table('policies').update({ seal: null });
    await host.container.database.table('accounts').update({ exempt_seal: null });
    await host.container.database.table('passes').update({ seal: null });
  };

  it('get theirs once, at the start after the upgrade, and the trail says so [C27]', async () => {
    const { person } = await personWithTotp(host);
    await forcePolicy(host, { requirement: 'always_required' });
    await host.container.people.exempt({ kind: 'cli' }, person.id, { reason: 'x', until: host.clock.now() + DAY });
    await unseal();
    await host.container.database.table('marks').where('mark_key', 'rows:sealed').delete();
    host = await host.restart();
    expect(await host.container.policies.current()).toMatchObject({ requirement: 'always_required' });
    expect((await postLogin(host, person)).status).toBe(200);
    const { events } = await host.container.audit.list({ types: ['rows.sealed'] }, { limit: 9 });
    expect(events[0]).toMatchObject({ actor: { kind: 'system' }, details: { policy: true, exemptions: 1 } });
  });

  it('get none at any later start, nor when the mark of it was taken away [C27]', async () => {
    await host.container.database
      .table('policies')
      .update({ seal: null, document: '{"enabled":false,"requirement":"optional","roles":{},"allowedMethods":[]}' });
    host = await host.restart();
    expect(await host.container.policies.current()).toMatchObject({ enabled: true });
    await unseal();
    await host.container.database.table('marks').where('mark_key', 'rows:sealed').delete();
    host = await host.restart();
    expect(await host.container.policies.current()).toMatchObject({ enabled: true });
    await repairPolicy(host);
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

describe('a policy of which every memory was taken away', () => {
  it('is not taken for one that was never saved, while anything else is sealed with the same key [C27]', async () => {
    const { database } = host.container;
    await personWithTotp(host);
    await forcePolicy(host, { requirement: 'optional' });
    await database.table('marks').where({ mark_key: 'policy:saved' }).delete();
    await database.table('auditEntries').where({ type: 'policy.changed' }).delete();
    await database.table('policies').update({ seal: null, changed_at: null });
    host = await host.restart();
    expect(await host.container.policies.current()).toMatchObject({ requirement: 'required_on_first_login' });
    await repairPolicy(host);
  });
});
