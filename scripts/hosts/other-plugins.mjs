/** Strapi's own plugins beside this one: nothing of it is in GraphQL or in the generated documentation, and all of them work. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Hint, step } from '../lib/step.mjs';
import { call } from './check.mjs';
import { pluginSetting } from './make.mjs';
import { quietly } from './prove.mjs';

/** i18n and content releases come with Strapi. */
export const BESIDE = ['@strapi/plugin-graphql', '@strapi/plugin-documentation'];

const ARTICLE = {
  kind: 'collectionType',
  collectionName: 'articles',
  info: { singularName: 'article', pluralName: 'articles', displayName: 'Article' },
  options: { draftAndPublish: true },
  pluginOptions: { i18n: { localized: true } },
  attributes: { title: { type: 'string', pluginOptions: { i18n: { localized: true } } } },
};

const core = (kind) =>
  `import { factories } from '@strapi/strapi';\n\nexport default factories.createCore${kind}('api::article.article');\n`;

const FILES = {
  'content-types/article/schema.json': JSON.stringify(ARTICLE),
  'controllers/article.ts': core('Controller'),
  'services/article.ts': core('Service'),
  'routes/article.ts': core('Router'),
};

/** A content type in several languages, so that each of them has something to do. */
export const besideOthers = (one, app) => {
  for (const [path, text] of Object.entries(FILES)) {
    const place = join(app, 'src/api/article', path);
    mkdirSync(join(place, '..'), { recursive: true });
    writeFileSync(place, text);
  }
  // The documentation describes the routes of the plugins that are listed. A site owner may list this one as well.
  pluginSetting(one, app, 'documentation', {
    config: { 'x-strapi-config': { plugins: ['upload', 'users-permissions', 'mfa'] } },
  });
};

const graphql = async (url) => {
  const query = '{ __schema { types { name } } }';
  const answer = await call('POST', `${url}/graphql`, { body: { query } });
  const names = (answer.body?.data?.__schema?.types ?? []).map(({ name }) => name);
  if (!names.includes('Article'))
    throw new Hint(`GraphQL does not know the project's own type: ${JSON.stringify(answer.body)}`);
  const own = names.filter((name) => /mfa/i.test(name));
  if (own.length > 0) throw new Hint(`GraphQL shows types of the plugin: ${own.join(', ')}`);
};

const written = (app) => {
  const folder = join(app, 'src/extensions/documentation/documentation');
  if (!existsSync(folder)) throw new Hint('the documentation plugin wrote nothing');
  const [version] = readdirSync(folder);
  return JSON.parse(readFileSync(join(folder, version, 'full_documentation.json'), 'utf8'));
};

/** Called while the project runs, with the token of a full session. */
export const asNeighbors = async ({ url }, token) => {
  const answer = await call('POST', `${url}/graphql`, { body: { query: '{ articles { title } }' } });
  if (answer.body?.errors?.[0]?.message !== 'Forbidden access')
    throw new Hint(`GraphQL answered somebody without rights: ${JSON.stringify(answer.body)}`);
  const languages = await call('GET', `${url}/i18n/locales`, { token });
  if (languages.status !== 200) throw new Hint(`the languages: ${languages.status} ${JSON.stringify(languages.body)}`);
};

/** Under `strapi develop`, GraphQL says which types there are, and the documentation is written. */
export const documented = async (one, app, { during }) => {
  await step(`${one.name}: writing the documentation`, () =>
    during(
      app,
      async (host) => {
        await graphql(host.url);
        quietly(host);
      },
      { command: 'develop' }
    )
  );
  const paths = Object.keys(written(app).paths);
  if (!paths.some((path) => path.includes('/articles')))
    throw new Hint(`the documentation has only ${paths.join(' ')}`);
  console.log(
    `  it has ${paths.length} paths, and ${paths.filter((path) => path.includes('mfa')).length} of the plugin`
  );
};
