/** PostgreSQL keeps the plans of what every login runs, where that is safe. */
import { createServer, connect, type Server } from 'node:net';

import {
  askToSignIn,
  createPerson,
  databasesOfThisRun,
  freePort,
  logIn,
  personWithTotp,
  postLogin,
  sessionOf,
  startHost,
  verify,
  type Host,
} from '../../support';

/** PostgreSQL's BackendKeyData: its type, and its length. */
const KEY_DATA = Buffer.from([0x4b, 0, 0, 0, 12]);
const ONE_CONNECTION = { DATABASE_POOL: '1' };

/** What a transaction pooler looks like to its clients: its process ID isn't that of the server that runs the query. */
const poolerBefore = async (port: number): Promise<{ port: number; server: Server }> => {
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    client.pipe(upstream);
    upstream.on('data', (data) => {
      const at = data.indexOf(KEY_DATA);
      if (at !== -1) data.writeInt32BE(data.readInt32BE(at + KEY_DATA.length) ^ 0x10000, at + KEY_DATA.length);
      client.write(data);
    });
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
  });
  const own = await freePort();
  await new Promise<void>((done) => server.listen(own, '127.0.0.1', done));
  return { port: own, server };
};

const servers = databasesOfThisRun().filter((database) => database === 'postgres');

describe.each(servers)('plans that are kept on %s', (database) => {
  let host: Host;
  let pooler: Awaited<ReturnType<typeof poolerBefore>>;

  beforeAll(async () => {
    host = await startHost({ database, env: ONE_CONNECTION });
    pooler = await poolerBefore(Number(host.database.env.DATABASE_PORT));
  });
  afterAll(async () => {
    await host?.stop();
    pooler?.server.close();
  });

  const kept = async (): Promise<string[]> => {
    const { rows } = await host.strapi.db.connection.raw(
      "select statement from pg_prepared_statements where name like 'mfa_%'"
    );
    return rows.map(({ statement }: { statement: string }) => statement);
  };

  it('the same logins are prepared once, however many there are [C58]', async () => {
    const { person, app } = await personWithTotp(host);
    const signIn = async () => {
      host.clock.advance(30_000);
      const { transaction } = await askToSignIn(host, person);
      sessionOf(host, await verify(host, transaction, { method: 'totp', code: app.code() }));
    };
    await signIn();
    const once = await kept();
    expect(once.some((text) => text.includes('mfa_session_families'))).toBe(true);
    await signIn();
    await signIn();
    // The second one of a day may meet rows that the first has made.
    const thrice = await kept();
    await signIn();
    expect(await kept()).toHaveLength(thrice.length);
    expect(thrice.length).toBeLessThanOrEqual(once.length + 2);
  });

  it('a connection that lost them fails one login, and none after it [C58]', async () => {
    const person = await createPerson(host);
    await logIn(host, person);
    await host.strapi.db.connection.raw('deallocate all');
    expect((await postLogin(host, person)).status).toBe(503);
    await logIn(host, person);
    expect(await kept()).toEqual([]);
  });

  it('none behind a pooler, which may give the next transaction to another connection [C58]', async () => {
    host = await host.restart({ env: { ...ONE_CONNECTION, DATABASE_PORT: String(pooler.port) } });
    await logIn(host, await createPerson(host));
    expect(await kept()).toEqual([]);
  });
});
