/** Runs the installed program in its own process, next to a running host. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { createPerson, HOST_FOLDER, personWithTotp, postLogin, startHost, type Host } from '../../support';

const ROOT = resolve(__dirname, '../../..');
const PROGRAM = join(ROOT, 'bin/strapi-mfa.js');

interface Ended {
  code: number;
  out: string;
  error: string;
}

const execute = (file: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> =>
  new Promise((done) => {
    execFile(process.execPath, [file, ...args], { cwd, env }, (failure, out, error) => {
      const code = failure ? Number(failure.code ?? -1) : 0;
      done({ code, out, error });
    });
  });

/** The build of a TypeScript host: the compiled files are in their own folder, without configuration next to it. */
const typescriptHost = (): string => {
  const folder = mkdtempSync(join(ROOT, 'node_modules/.cache/strapi-plugin-mfa/host-'));
  const put = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  put('package.json', JSON.stringify({ name: 'typescript-host', strapi: { uuid: false } }));
  put('tsconfig.json', JSON.stringify({ compilerOptions: { outDir: 'dist', types: [] }, files: ['config/host.ts'] }));
  put('config/host.ts', 'export {};');
  put('public/uploads/.gitkeep', '');
  for (const file of readdirSync(join(HOST_FOLDER, 'config'))) {
    const original = JSON.stringify(join(HOST_FOLDER, 'config', file));
    put(`dist/config/${file}`, `module.exports = require(${original});`);
  }
  return folder;
};

describe('strapi-mfa, the program', () => {
  let host: Host;
  const run = (args: string[], { cwd = HOST_FOLDER, env = {} }: { cwd?: string; env?: object } = {}) =>
    execute(PROGRAM, args, cwd, { ...process.env, ...env });

  beforeAll(async () => {
    const build = `import('${join(ROOT, 'scripts/lib/build.mjs')}').then(({ buildPlugin }) => buildPlugin())`;
    const built = await new Promise<string>((done) => {
      execFile(process.execPath, ['-e', build], { cwd: ROOT }, (failure, _out, error) => done(failure ? error : ''));
    });
    expect(built).toBe('');
    host = await startHost();
  });

  afterAll(async () => {
    await host?.stop();
  });

  it('explains itself anywhere, and says when there is no host [C23]', async () => {
    const help = await run(['--help'], { cwd: '/' });
    expect(help).toMatchObject({ code: 0, error: '' });
    expect(help.out).toContain('rotate-key');
    expect(await run(['reste'], { cwd: '/' })).toMatchObject({ code: 2, out: '' });
    const nowhere = await run(['status', '--json'], { cwd: '/' });
    expect(nowhere.code).toBe(4);
    expect(JSON.parse(nowhere.out)).toMatchObject({ ok: false, error: { code: 'HOST' } });
  });

  it('works beside the running server, with nothing but its answer on standard output [C23]', async () => {
    const { person, session } = await personWithTotp(host);
    const status = await run(['status', person.email, '--json'], { env: { LOG_LEVEL: 'debug' } });
    expect(status.code).toBe(0);
    expect(JSON.parse(status.out).data).toMatchObject({ email: person.email, methods: ['totp'], status: 'protected' });

    const reset = await run(['reset', person.email, '--reason', 'Lost everything']);
    expect(reset).toMatchObject({ code: 0, error: '' });
    expect(reset.out).toContain('1 removed');
    expect((await session.get('/admin/users/me')).status).toBe(401);
    expect((await postLogin(host, person)).body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
    expect(host.mail.to(person.email).some(({ subject }) => subject.includes('was reset'))).toBe(true);
    const { events } = await host.container.audit.list({ types: ['user.reset'] }, { limit: 1 });
    expect(events[0]).toMatchObject({ actor: { kind: 'cli' }, target: { id: person.id }, reason: 'Lost everything' });
    expect((await run(['verify-audit'])).code).toBe(0);
    expect((await run(['reset', person.email])).code).toBe(3);
  });

  it('finds the compiled code of a TypeScript host [C23]', async () => {
    const plain = await createPerson(host);
    const folder = typescriptHost();
    try {
      const status = await run(['status', plain.email, '--json'], { cwd: folder });
      expect(status.error).toBe('');
      expect(JSON.parse(status.out).data).toMatchObject({ email: plain.email, status: 'not_set_up' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says so when the host does not start [C23]', async () => {
    const broken = await run(['status'], {
      env: { DATABASE_CLIENT: 'postgres', DATABASE_HOST: '127.0.0.1', DATABASE_PORT: '9' },
    });
    expect(broken.code).toBe(4);
    expect(broken.out).toBe('');
    expect(broken.error).toContain('Strapi does not start');
  });
});
