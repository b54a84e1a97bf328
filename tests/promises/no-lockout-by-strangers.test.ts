/**
 * The attack: keep someone else out. A stranger who knows only the address sends hundreds of wrong passwords, made-up
 * transactions and made-up cookies. An attacker who also knows the password guesses codes until they lock.
 */
import {
  askToSignIn,
  enrollKey,
  keyProof,
  personWithTotp,
  postLogin,
  sessionOf,
  signInWithKey,
  signInWithTotp,
  startHost,
  verify,
  type Host,
} from '../support';
import { rowCounts } from './whole-host';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

describe('a stranger', () => {
  it('reaches no counter and makes no row, however often he tries [A34][C9]', async () => {
    const { person, app } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    const before = await rowCounts(host);
    for (let count = 0; count < 15; count += 1) {
      const made = `${'x'.repeat(42)}${count}`;
      await postLogin(host, { email: person.email, password: `wrong ${count}` });
      await postLogin(
        host,
        { email: person.email, password: 'wrong' },
        { cookie: `strapi_mfa_trusted_browser=${made}` }
      );
      await verify(host, made, { method: 'totp', code: '000000' });
      await verify(host, made, { method: 'recovery_code', code: '0000-0000-0000-0000' });
      for (const path of ['webauthn/options', 'email/send', 'sms/send', 'complete']) {
        await host.request.post(`/mfa/transactions/${path}`).send({ transaction: made });
      }
      await host.request.post('/mfa/me/totp/begin').set('Authorization', `MFA ${made}`).send({});
      await host.request.post('/mfa/me/password').send({ password: 'wrong' });
      await host.request.post('/admin/forgot-password').send({ email: 'nobody@example.com' });
    }
    expect(await rowCounts(host)).toEqual(before);
    expect((await verify(host, transaction, { method: 'totp', code: app.code() })).status).toBe(200);
  });
});

describe('somebody who knows the password', () => {
  it('locks the codes and never the key, nor who is signed in already [A35][C9]', async () => {
    const { person, session } = await personWithTotp(host);
    const { key } = await enrollKey(host, session);
    const { database } = host.container;
    for (let count = 0; count < 6; count += 1) {
      const { transaction } = await askToSignIn(host, person);
      await verify(host, transaction, { method: 'totp', code: '000000' });
      await database.table('counters').where({ user_id: person.id }).update({ blocked_until: null, failures: 49 });
      await verify(host, transaction, { method: 'recovery_code', code: '0000-0000-0000-0000' });
    }
    const asked = await askToSignIn(host, person);
    expect(asked.methods).toEqual(['webauthn']);
    expect(asked.locked.map(({ method }) => method)).toEqual(['totp', 'recovery_code']);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    await signInWithKey(host, person, key);
    expect((await askToSignIn(host, person)).locked).toEqual([]);
  });

  it('can push the owner’s open question out with twenty of his own, and the next one works [A34]', async () => {
    const { person, app } = await personWithTotp(host);
    const owner = await askToSignIn(host, person);
    for (let count = 0; count < 25; count += 1) await askToSignIn(host, person);
    const rows = await host.container.database.table('transactions').where({ user_id: person.id });
    expect(rows.length).toBeLessThanOrEqual(20);
    expect((await verify(host, owner.transaction, { method: 'totp', code: '000000' })).status).toBe(410);
    await signInWithTotp(host, person, app);
  });

  it('cannot end the session of the owner, nor a proof that is under way in it [A43]', async () => {
    const { person, session, app } = await personWithTotp(host);
    const key = await enrollKey(host, session);
    const asked = await session.post('/mfa/transactions', {});
    const thief = await askToSignIn(host, person);
    await verify(host, thief.transaction, { method: 'totp', code: '000000' });
    const { transaction } = asked.body.data;
    const proof = await keyProof(host, transaction, key.key);
    expect((await verify(host, transaction, proof)).status).toBe(200);
    const mine = await askToSignIn(host, person);
    sessionOf(host, await verify(host, mine.transaction, { method: 'totp', code: app.code() }));
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });
});
