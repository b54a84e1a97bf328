/** The server's process is killed in the middle of a request and restarted. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  MINUTE,
  askToSignIn,
  callerOf,
  clockFile,
  defaultDatabase,
  enrollTotp,
  expectOk,
  logInToEnroll,
  postLogin,
  preparedDatabase,
  sessionOf,
  sharedClock,
  startNode,
  totpCode,
  transactionOf,
  verify,
  type Node,
  type NodeOptions,
} from '../support';

let options: NodeOptions;
let node: Node;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-killed-'));
  mkdirSync(join(folder, 'public/uploads'), { recursive: true });
  const database = await preparedDatabase(defaultDatabase(), folder);
  options = { database, folder, clock: sharedClock(clockFile(folder)), origin: 'http://localhost:1337' };
  options.clock.set(Date.now());
  node = await startNode(options);
});

afterAll(async () => {
  await node?.stop();
  await options?.database.drop();
  if (options) rmSync(options.folder, { recursive: true, force: true });
});

/** Sends a request that kills the process when it records this event, then restarts the process. */
const dyingAt = async (event: string, request: (alive: Node) => PromiseLike<unknown>): Promise<void> => {
  await node.process.ask('dieAt', { event });
  const answer = await Promise.resolve(request(node)).then(
    () => 'answered',
    () => 'cut off'
  );
  expect(answer).toBe('cut off');
  await node.process.gone;
  node = await startNode(options);
};

describe('a process that is killed', () => {
  it('in the middle of a verification leaves a question that can still be answered, once [C29][A34][C25]', async () => {
    const person = await node.person({ email: 'signing-in@example.com' });
    const app = await enrollTotp(node, await logInToEnroll(node, person));
    node.clock.advance(MINUTE);
    const { transaction } = await askToSignIn(node, person);
    const before = await node.sessions(person.id);
    const proof = { method: 'totp', code: totpCode(app.secret, node.clock.now()) };
    await dyingAt('sign_in.completed', (alive) => verify(alive, transaction, proof));

    expect(await node.sessions(person.id)).toBe(before);
    expect(
      await node.rows('auditEntries', { type: 'sign_in.completed', target_id: person.id, method: 'totp' })
    ).toEqual([]);
    const session = sessionOf(node, await verify(node, transaction, proof));
    expect((await session.get('/admin/users/me')).status).toBe(200);
    expect((await verify(node, transaction, proof)).status).toBe(410);
    const { transaction: next } = await askToSignIn(node, person);
    expect((await verify(node, next, proof)).status).toBe(400);
    expect(await node.trail()).toMatchObject({ intact: true });
  });

  it('in the middle of an enrollment leaves nothing half made, and no way in by the password [C29][A42][A6]', async () => {
    await node.policy({ requirement: 'required_on_first_login' });
    const person = await node.person({ email: 'setting-up@example.com' });
    const transaction = transactionOf(await postLogin(node, person));
    const { secret } = expectOk(await callerOf(node, transaction).post('/mfa/me/totp/begin', {}), 'begin').body.data;
    const code = totpCode(secret, node.clock.now());
    await dyingAt('factor.added', (alive) => callerOf(alive, transaction).post('/mfa/me/totp/finish', { code }));
    for (const table of ['authenticators', 'recoveryCodes'] as const)
      expect(await node.rows(table, { user_id: person.id })).toEqual([]);

    const done = expectOk(await callerOf(node, transaction).post('/mfa/me/totp/finish', { code }), 'finish');
    const [first] = done.body.data.recoveryCodes;
    expectOk(await callerOf(node, transaction).post('/mfa/me/recovery-codes/acknowledge', { code: first }), 'save');
    await dyingAt('sign_in.completed', (alive) =>
      alive.request.post('/mfa/transactions/complete').send({ transaction })
    );
    expect(await node.sessions(person.id)).toBe(0);
    const completed = sessionOf(node, await node.request.post('/mfa/transactions/complete').send({ transaction }));
    expect((await completed.get('/admin/users/me')).status).toBe(200);
    expect(await node.trail()).toMatchObject({ intact: true });
  });
});
