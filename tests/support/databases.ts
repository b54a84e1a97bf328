/** Creates databases. Copies a prepared one if that's faster than letting Strapi create every table. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import mysql from 'mysql2/promise';
import { Client } from 'pg';

export type DatabaseName = 'sqlite' | 'postgres' | 'mysql';

export interface PreparedDatabase {
  name: DatabaseName;
  /** The environment for a server that uses it. */
  env: Record<string, string>;
  drop(): Promise<void>;
}

/** Boots Strapi on an empty database, fills it, and stops. */
type Fill = (env: Record<string, string>) => Promise<void>;

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: was this started through Jest?`);
  return value;
};

const given = (): DatabaseName[] => setting('MFA_TEST_DATABASES').split(',') as DatabaseName[];

export const defaultDatabase = (): DatabaseName => setting('MFA_TEST_DATABASE') as DatabaseName;

/** The databases of this run, for tests marked *database*. */
export const databasesOfThisRun = (): DatabaseName[] => given();

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * One worker creates a template, and the others wait. After two minutes, another worker takes over an abandoned lock.
 */
const once = async (name: string, exists: () => Promise<boolean>, make: () => Promise<void>): Promise<void> => {
  const lock = join(setting('MFA_TEST_CACHE'), `${name}.lock`);
  while (!(await exists())) {
    try {
      mkdirSync(lock);
    } catch {
      const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if (age > 120_000) rmSync(lock, { recursive: true, force: true });
      await pause(100);
      continue;
    }
    try {
      if (!(await exists())) await make();
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
};

const sqliteEnv = (filename: string) => ({ DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: filename });

const sqlite = async (fill: Fill): Promise<PreparedDatabase> => {
  const template = join(setting('MFA_TEST_CACHE'), `sqlite-${setting('MFA_TEST_TEMPLATE')}.db`);
  await once(
    'sqlite',
    async () => existsSync(template),
    async () => {
      const draft = `${template}.${process.pid}`;
      rmSync(draft, { force: true });
      await fill(sqliteEnv(draft));
      renameSync(draft, template);
    }
  );
  const folder = mkdtempSync(join(tmpdir(), 'mfa-sqlite-'));
  const filename = join(folder, 'data.db');
  copyFileSync(template, filename);
  return {
    name: 'sqlite',
    env: sqliteEnv(filename),
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
};

const freshName = () => `mfa_${randomBytes(6).toString('hex')}`;

export const serverEnv = (client: DatabaseName, port: string, database: string) => ({
  DATABASE_CLIENT: client,
  DATABASE_HOST: '127.0.0.1',
  DATABASE_PORT: port,
  DATABASE_NAME: database,
  DATABASE_USERNAME: 'strapi',
  DATABASE_PASSWORD: 'strapi',
});

/** Runs one statement as the server's owner, outside of any host. */
const postgresStatement = async (text: string): Promise<number> => {
  const client = new Client({
    host: '127.0.0.1',
    port: Number(setting('MFA_TEST_POSTGRES_PORT')),
    user: 'strapi',
    database: 'postgres',
  });
  await client.connect();
  try {
    return (await client.query(text)).rowCount ?? 0;
  } finally {
    await client.end();
  }
};

const postgres = async (fill: Fill): Promise<PreparedDatabase> => {
  const port = setting('MFA_TEST_POSTGRES_PORT');
  const template = 'mfa_template';
  await once(
    `postgres-${port}`,
    async () => (await postgresStatement(`SELECT 1 FROM pg_database WHERE datname = '${template}'`)) > 0,
    async () => {
      const draft = freshName();
      await postgresStatement(`CREATE DATABASE ${draft}`);
      await fill(serverEnv('postgres', port, draft));
      await postgresStatement(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    }
  );
  const name = freshName();
  await postgresStatement(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    name: 'postgres',
    env: serverEnv('postgres', port, name),
    drop: async () => void (await postgresStatement(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
};

type Statement = <Row = Record<string, string>>(text: string) => Promise<Row[]>;

/** Runs statements as the server's owner on one connection, outside of any host. */
const onMariadb = async <T>(work: (statement: Statement) => Promise<T>): Promise<T> => {
  const port = Number(setting('MFA_TEST_MYSQL_PORT'));
  const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'strapi', password: 'strapi' });
  try {
    return await work(async <Row>(text: string) => (await connection.query(text))[0] as Row[]);
  } finally {
    await connection.end();
  }
};

/** MariaDB has no templates, so each table is created from its own definition, then filled. */
const copyDatabase = (from: string, to: string) =>
  onMariadb(async (statement) => {
    await statement(`CREATE DATABASE ${to} CHARACTER SET utf8mb4`);
    await statement('SET FOREIGN_KEY_CHECKS = 0');
    await statement(`USE ${to}`);
    for (const row of await statement(`SHOW TABLES FROM ${from}`)) {
      const table = Object.values(row)[0];
      const [definition] = await statement(`SHOW CREATE TABLE ${from}.\`${table}\``);
      await statement(String(definition?.['Create Table']));
      await statement(`INSERT INTO ${to}.\`${table}\` SELECT * FROM ${from}.\`${table}\``);
    }
  });

const mariadb = async (fill: Fill): Promise<PreparedDatabase> => {
  const port = setting('MFA_TEST_MYSQL_PORT');
  const template = 'mfa_template';
  const ready = `${template}_ready`;
  await once(
    `mysql-${port}`,
    () => onMariadb(async (statement) => (await statement(`SHOW DATABASES LIKE '${ready}'`)).length > 0),
    async () => {
      await onMariadb((statement) => statement(`CREATE OR REPLACE DATABASE ${template} CHARACTER SET utf8mb4`));
      await fill(serverEnv('mysql', port, template));
      await onMariadb((statement) => statement(`CREATE DATABASE ${ready}`));
    }
  );
  const name = freshName();
  await copyDatabase(template, name);
  return {
    name: 'mysql',
    env: serverEnv('mysql', port, name),
    drop: async () => void (await onMariadb((statement) => statement(`DROP DATABASE IF EXISTS ${name}`))),
  };
};

const MAKERS = { sqlite, postgres, mysql: mariadb };

/** A new database that contains the Super Admin. Call `drop` after the host is stopped. */
export const freshDatabase = (name: DatabaseName, fill: Fill): Promise<PreparedDatabase> => MAKERS[name](fill);
