import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { freePort, isRoot, owner, runServer, temporaryFolder } from './database-server.mjs';

const PLACES = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/bin',
  '/opt/homebrew/bin',
];

const find = (...names) =>
  names.flatMap((name) => PLACES.map((place) => join(place, name))).find((path) => existsSync(path)) ?? null;

/** Both programs, or null if MariaDB isn't installed. */
export const mariadbPrograms = () => {
  const server = find('mariadbd');
  const installer = find('mariadb-install-db');
  return server && installer ? { server, installer } : null;
};

export const MARIADB_MISSING = [
  'MariaDB is not installed, and the tests marked *database* run on it as well.',
  '  Debian, Ubuntu: apt-get install mariadb-server-core mariadb-client-core',
  '  macOS:          brew install mariadb',
  '  without it:     MFA_TEST_DATABASES=sqlite,postgres npm test',
].join('\n');

/** Debian's MariaDB in a temporary folder, with user and password `strapi`. */
export const startMariadb = async () => {
  const programs = mariadbPrograms();
  if (!programs) throw new Error(MARIADB_MISSING);
  const folder = temporaryFolder('mariadb');
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o755 });
  const hello = join(folder, 'hello.sql');
  writeFileSync(hello, "CREATE USER 'strapi'@'%' IDENTIFIED BY 'strapi';\nGRANT ALL ON *.* TO 'strapi'@'%';\n");
  if (isRoot) chownSync(data, owner().uid, owner().gid);

  const common = ['--no-defaults', `--datadir=${data}`, ...(isRoot ? ['--user=nobody'] : [])];
  execFileSync(programs.installer, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    stdio: 'pipe',
  });

  const port = await freePort();
  const args = [
    ...common.filter((option) => !option.startsWith('--user')),
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(folder, 'mariadb.sock')}`,
    `--init-file=${hello}`,
    '--skip-name-resolve',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-doublewrite=0',
    '--sync-binlog=0',
    '--max-connections=200',
  ];
  return runServer({ name: 'MariaDB', command: programs.server, args, port, folder, signal: 'TERM' });
};
