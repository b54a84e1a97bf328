/** Strapi's own `export`, `import` and `transfer` commands, run for real between two hosts. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import {
  HOST_FOLDER,
  MINUTE,
  ON_SOURCES,
  askToSignIn,
  clockFile,
  cookieOf,
  databasesOfThisRun,
  defaultDatabase,
  enrollTotp,
  logInToEnroll,
  nodeEnvironment,
  postLogin,
  preparedDatabase,
  sharedClock,
  signInWithRecoveryCode,
  signInWithTotp,
  startNode,
  verify,
  wrongTotpCode,
  type Node,
  type NodeOptions,
  type PolicyFields,
} from '../support';

const PROGRAM = join(dirname(require.resolve('@strapi/strapi/package.json')), 'bin/strapi.js');

/** Each test starts Strapi several times in a row, possibly on a busy machine. */
const PATIENCE_MS = 5 * MINUTE;

/** Strapi's commands run while the server does. On SQLite, the two would block each other. */
const DATABASE = databasesOfThisRun().find((name) => name !== 'sqlite') ?? defaultDatabase();

interface Site {
  node: Node;
  options: NodeOptions;
}

const sites: Site[] = [];

const start = async (name: string, env: Record<string, string> = {}): Promise<Site> => {
  const folder = mkdtempSync(join(tmpdir(), `mfa-${name}-`));
  mkdirSync(join(folder, 'public/uploads'), { recursive: true });
  const database = await preparedDatabase(DATABASE, folder);
  const options = { database, folder, clock: sharedClock(clockFile(folder)), env };
  const site = { node: await startNode(options), options };
  sites.push(site);
  return site;
};

/** Longer than any of the commands takes on a busy machine. */
const COMMAND_MS = 100_000;

/** Runs a Strapi command in the host's folder, on this site's database. */
const run = ({ options }: Site, args: readonly string[]): Promise<{ out: string; timedOut: boolean }> =>
  new Promise((done, failed) => {
    const env = { ...nodeEnvironment(options, 0), NODE_OPTIONS: ON_SOURCES };
    const limits = { timeout: COMMAND_MS, killSignal: 'SIGKILL' as const };
    execFile(process.execPath, [PROGRAM, ...args], { cwd: HOST_FOLDER, env, ...limits }, (failure, out, error) => {
      if (failure?.killed) done({ out, timedOut: true });
      else if (failure) failed(new Error(`strapi ${args[0]} ended with ${failure.code}\n${out}\n${error}`));
      else done({ out, timedOut: false });
    });
  });

/**
 * On a busy machine, Strapi's transfer sometimes waits forever for a message from the other site. Killed, it leaves
 * nothing behind, because it writes in one transaction, so it may start again. A second one that hangs is a failure.
 */
const strapi = async (site: Site, ...args: string[]): Promise<string> => {
  const first = await run(site, args);
  const last = first.timedOut ? await run(site, args) : first;
  if (last.timedOut) throw new Error(`strapi ${args[0]} hung twice\n${last.out}`);
  return last.out;
};

/** The server keeps writing these tables during an import or export. */
const GOES_ON = new Set(['outbox', 'marks']);

const everythingOf = async ({ node }: Site): Promise<Record<string, unknown>> => {
  const contents = await node.process.ask<Record<string, unknown>>('everything');
  return Object.fromEntries(Object.entries(contents).filter(([table]) => !GOES_ON.has(table)));
};

const textUnder = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

/** A person with an app, recovery codes, a trusted browser, a wrong attempt and an open MFA prompt. */
const settle = async ({ node }: Site, email: string) => {
  const person = await node.person({ email });
  const app = await enrollTotp(node, await logInToEnroll(node, person));
  const session = await signInWithTotp(node, person, app, { trustBrowser: true });
  const { transaction } = await askToSignIn(node, person);
  await verify(node, transaction, { method: 'totp', code: wrongTotpCode(app.secret, node.clock.now()) });
  const cookie = cookieOf(session.response, 'strapi_mfa_trusted_browser') ?? '';
  return { person, app, cookie, recoveryCodes: app.recoveryCodes ?? [] };
};

type Settled = Awaited<ReturnType<typeof settle>>;

const STRICT: Partial<PolicyFields> = { requirement: 'required_on_first_login', trustedBrowserDays: 14 };

let staging: Site;
let production: Site;
let here: Settled;
let there: Settled;

beforeAll(async () => {
  [staging, production] = await Promise.all([start('staging'), start('production')]);
  await staging.node.policy({ requirement: 'optional', trustedBrowserDays: 14 });
  await production.node.policy({ requirement: 'optional', trustedBrowserDays: 14 });
  [here, there] = await Promise.all([settle(staging, 'here@example.com'), settle(production, 'there@example.com')]);
  await staging.node.policy({ enabled: false, trustedBrowserDays: 0 });
  await production.node.policy(STRICT);
  await staging.node.process.ask('write', { title: 'Written in staging' });
  await production.node.process.ask('write', { title: 'Written in production' });
});

afterAll(async () => {
  for (const { node, options } of sites) {
    await node.stop();
    await options.database.drop();
    rmSync(options.folder, { recursive: true, force: true });
  }
});

let strangers = 0;

/** Every method that worked before still works, and the policy still applies to newcomers. */
const stillGuards = async ({ node }: Site, { person, app, cookie }: Settled): Promise<void> => {
  node.clock.advance(MINUTE);
  expect((await postLogin(node, person)).body.error.details.code).toBe('MFA_REQUIRED');
  expect((await postLogin(node, person, { cookie })).status).toBe(200);
  const session = await signInWithTotp(node, person, app);
  expect((await session.get('/admin/users/me')).status).toBe(200);
  strangers += 1;
  const stranger = await node.person({ email: `newcomer-${strangers}@example.com` });
  expect((await postLogin(node, stranger)).body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
  expect(await node.trail()).toMatchObject({ intact: true });
};

describe('strapi export', () => {
  it(
    'carries content, and nothing of anybody’s second factor or of the policy [C26]',
    async () => {
      const folder = join(staging.options.folder, 'export');
      await strapi(staging, 'export', '--no-encrypt', '--no-compress', '--format', 'dir', '--file', folder);
      const text = textUnder(folder);
      expect(text).toContain('Written in staging');
      const rows = await everythingOf(staging);
      const columns = ['secret', 'hash', 'user_handle', 'token_hash', 'document', 'plan', 'mac', 'document_id'];
      const secrets = Object.values(rows)
        .flatMap((table) => table as Record<string, unknown>[])
        .flatMap((row) => columns.map((column) => row[column]))
        .filter((value): value is string => typeof value === 'string' && value.length > 8);
      expect(secrets.length).toBeGreaterThan(30);
      const carried = [...secrets, here.app.secret, ...here.recoveryCodes].filter((secret) => text.includes(secret));
      expect(carried).toEqual([]);
      expect(text).not.toMatch(/"type":"admin::mfa/);
    },
    PATIENCE_MS
  );
});

describe('strapi import', () => {
  it(
    'of another site’s export brings its content and leaves factors, locks, trust, policy and trail alone [C26]',
    async () => {
      const before = await everythingOf(production);
      await strapi(production, 'import', '--force', '--file', join(staging.options.folder, 'export'));
      expect(await production.node.process.ask('articles')).toEqual(['Written in staging']);
      expect(await everythingOf(production)).toEqual(before);
      await stillGuards(production, there);
    },
    PATIENCE_MS
  );
});

describe('strapi transfer', () => {
  it(
    'pushed to a running site changes none of it either [C26]',
    async () => {
      await staging.node.process.ask('write', { title: 'Written later' });
      const before = await everythingOf(production);
      const token = await production.node.process.ask<string>('transferToken');
      await strapi(staging, 'transfer', '--force', '--to', `${production.node.url}/admin`, '--to-token', token);
      expect(await production.node.process.ask('articles')).toEqual(['Written in staging', 'Written later']);
      expect(await everythingOf(production)).toEqual(before);
      await stillGuards(production, there);
    },
    PATIENCE_MS
  );

  it(
    'pulled from a running site brings none of it along [C26]',
    async () => {
      const before = await everythingOf(staging);
      const token = await production.node.process.ask<string>('transferToken');
      await strapi(staging, 'transfer', '--force', '--from', `${production.node.url}/admin`, '--from-token', token);
      expect(await everythingOf(staging)).toEqual(before);
      expect(await staging.node.rows('policies')).toMatchObject([
        { document: expect.stringContaining('"enabled":false') },
      ]);
    },
    PATIENCE_MS
  );
});

describe('an import from a site without the plugin', () => {
  it('followed by a day with the plugin off loses nothing: who has a method is asked for it [C26]', async () => {
    const plain = await start('plain', { MFA_ENABLED: 'false' });
    await plain.node.process.ask('keepNoTables');
    await plain.node.process.ask('write', { title: 'Written without the plugin' });
    const folder = join(plain.options.folder, 'export');
    await strapi(plain, 'export', '--no-encrypt', '--no-compress', '--format', 'dir', '--file', folder);
    const before = await everythingOf(production);
    await strapi(production, 'import', '--force', '--file', folder);
    expect(await production.node.process.ask('articles')).toEqual(['Written without the plugin']);
    await production.node.kill();

    const off = await startNode({ ...production.options, env: { MFA_ENABLED: 'false' } });
    const meanwhile = await postLogin(off, there.person, { rememberMe: true });
    expect(meanwhile.status).toBe(200);
    const cookie = cookieOf(meanwhile, 'strapi_admin_refresh') ?? '';
    await off.stop();

    production.node = await startNode(production.options);
    expect(await everythingOf(production)).toEqual(before);
    const signature = (meanwhile.headers['set-cookie'] as unknown as string[])
      .join(';')
      .match(/strapi_admin_refresh\.sig=[^;]+/);
    const renewed = await production.node.request
      .post('/admin/access-token')
      .set('Cookie', `${cookie}; ${signature?.[0]}`);
    expect(renewed.status).toBe(200);
    const asked = await production.node.request
      .get('/admin/users/me')
      .set('Authorization', `Bearer ${renewed.body.data.token}`);
    expect(asked.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', reason: 'session_unverified' });
    await stillGuards(production, there);
    await signInWithRecoveryCode(production.node, there.person, there.recoveryCodes[0] ?? '');
  });
});
