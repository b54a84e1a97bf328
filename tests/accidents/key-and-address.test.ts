/** The encryption key is lost, or the site moves to another address: who can still log in, and how. */
import type { Response } from 'supertest';

import {
  MINUTE,
  askToSignIn,
  callerOf,
  createPerson,
  enrollKey,
  enrollTotp,
  expectOk,
  forcePolicy,
  keyProof,
  logInToEnroll,
  personWithKey,
  personWithTotp,
  securityKey,
  sessionOf,
  signInWithKey,
  signInWithRecoveryCode,
  startHost,
  totpCode,
  verify,
  type EnrolledApp,
  type Host,
} from '../support';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

const codeOf = (answer: Response): unknown => answer.body?.error?.details?.code;

/** Every start creates a new clock, and an app's code must match the one that's running. */
const codeNow = ({ secret }: EnrolledApp): string => totpCode(secret, host.clock.now());

const LOST = { ENCRYPTION_KEY: 'another-encryption-key-of-at-least-32-characters' };
const MOVED = { server: { url: 'https://cms.example.org' } };

describe('without the encryption key', () => {
  it('a recovery code lets its owner in, who sets up a new app; the old one opens nothing [C27][A28]', async () => {
    const { person, app, recoveryCodes } = await personWithTotp(host);
    host = await host.restart({ env: LOST });
    const asked = await askToSignIn(host, person);
    expect(asked.methods).toEqual(['recovery_code']);
    const refused = await verify(host, asked.transaction, { method: 'totp', code: codeNow(app) });
    expect([refused.status, codeOf(refused)]).toEqual([403, 'MFA_METHOD_NOT_ALLOWED']);

    const entered = await verify(host, asked.transaction, { method: 'recovery_code', code: recoveryCodes[0] });
    expect([entered.status, codeOf(entered)]).toEqual([403, 'MFA_ENROLLMENT_REQUIRED']);
    const { transaction } = entered.body.error.details;
    const renewed = await enrollTotp(host, callerOf(host, transaction), 'New phone');
    const session = sessionOf(host, await host.request.post('/mfa/transactions/complete').send({ transaction }));
    expect((await session.get('/admin/users/me')).status).toBe(200);

    host.clock.advance(MINUTE);
    const again = await askToSignIn(host, person);
    expect((await verify(host, again.transaction, { method: 'totp', code: codeNow(app) })).status).toBe(400);
    expect((await verify(host, again.transaction, { method: 'totp', code: renewed.code() })).status).toBe(200);
  });

  it('security keys go on working [C27][A9]', async () => {
    const { person, key } = await personWithKey(host);
    host = await host.restart();
    expect((await signInWithKey(host, person, key)).user.id).toBe(person.id);
    host = await host.restart({ env: LOST });
    expect((await signInWithKey(host, person, key)).user.id).toBe(person.id);
  });

  it('the trail says that its older part cannot be checked, and goes on [C24][C27]', async () => {
    // A new key under the same name looks the same as a forged seal.
    const markers = await host.container.database.table('auditEntries').where({ reason: 'head_changed' });
    expect(markers.length).toBeGreaterThan(0);
    expect(await host.container.audit.verify()).toMatchObject({ intact: false });
    const { person, recoveryCodes } = await personWithTotp(host);
    await signInWithRecoveryCode(host, person, recoveryCodes[0] ?? '');
    const rows = await host.container.database.table('auditEntries').where({ target_id: person.id });
    expect(rows.map((row: Record<string, unknown>) => row.type)).toContain('sign_in.completed');
  });
});

describe('at another address', () => {
  beforeEach(async () => {
    host = await host.restart();
    await forcePolicy(host, { requirement: 'optional' });
  });

  it('an app works, a key made at the old one is not asked for, and a new one can be added [C28][A24][A37]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const app = await enrollTotp(host, session);
    const { key } = await enrollKey(host, session);
    host = await host.restart({ config: MOVED });
    host.clock.advance(MINUTE);

    const asked = await askToSignIn(host, person);
    expect(asked.methods).toEqual(['totp', 'recovery_code']);
    const options = await host.request
      .post('/mfa/transactions/webauthn/options')
      .send({ transaction: asked.transaction });
    expect(codeOf(options)).toBe('MFA_METHOD_NOT_ALLOWED');
    const here = sessionOf(host, await verify(host, asked.transaction, { method: 'totp', code: codeNow(app) }));
    const renewed = await enrollKey(host, here, securityKey({ origin: host.origin }), 'Key of the new address');
    const mine = expectOk(await here.get('/mfa/me'), 'me').body.data.authenticators as Record<string, unknown>[];
    expect(mine.map(({ name, usable, unusableReason }) => [name, usable, unusableReason])).toEqual(
      expect.arrayContaining([
        ['Key of the new address', true, undefined],
        ['YubiKey blue', false, 'other_address'],
      ])
    );
    expect((await signInWithKey(host, person, renewed.key)).user.id).toBe(person.id);

    host = await host.restart();
    const back = await askToSignIn(host, person);
    expect((await verify(host, back.transaction, await keyProof(host, back.transaction, key))).status).toBe(200);
  });

  it('somebody with nothing but a key gets in by a recovery code and has to set up another method [C28][A7]', async () => {
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    const person = await createPerson(host);
    const { transaction } = await askToSignIn(host, person);
    const { recoveryCodes } = await enrollKey(host, callerOf(host, transaction));
    host = await host.restart({ config: MOVED });
    const asked = await askToSignIn(host, person);
    expect(asked.methods).toEqual(['recovery_code']);
    const entered = await verify(host, asked.transaction, { method: 'recovery_code', code: recoveryCodes?.[0] });
    expect([entered.status, codeOf(entered)]).toEqual([403, 'MFA_ENROLLMENT_REQUIRED']);
    await enrollTotp(host, callerOf(host, asked.transaction));
    const done = await host.request.post('/mfa/transactions/complete').send({ transaction: asked.transaction });
    expect((await sessionOf(host, done).get('/admin/users/me')).status).toBe(200);
  });
});
