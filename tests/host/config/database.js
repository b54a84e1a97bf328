'use strict';

const path = require('node:path');

const { withOverrides } = require('../overrides.js');

const server = (env, port) => ({
  host: env('DATABASE_HOST', '127.0.0.1'),
  port: env.int('DATABASE_PORT', port),
  database: env('DATABASE_NAME', 'strapi'),
  user: env('DATABASE_USERNAME', 'strapi'),
  password: env('DATABASE_PASSWORD', 'strapi'),
});

/** MySQL commits by itself when a table is made. Strapi makes tables in transactions all the same; knex warns each time. */
const withoutImplicitCommits = (message) => {
  if (!String(message).includes('implicitly committed')) console.warn(message);
};

const connections = {
  sqlite: (env) => ({
    client: 'sqlite',
    connection: { filename: path.resolve(__dirname, '..', env('DATABASE_FILENAME', '') || '.tmp/data.db') },
    useNullAsDefault: true,
  }),
  postgres: (env) => ({
    client: 'postgres',
    connection: server(env, 5432),
    pool: { min: 0, max: env.int('DATABASE_POOL', 10) },
  }),
  mysql: (env) => ({
    client: 'mysql',
    log: { warn: withoutImplicitCommits },
    connection: { ...server(env, 3306), charset: 'utf8mb4' },
    pool: { min: 0, max: env.int('DATABASE_POOL', 10) },
  }),
};

module.exports = withOverrides('database', ({ env }) => ({
  connection: connections[env('DATABASE_CLIENT', 'sqlite')](env),
}));
