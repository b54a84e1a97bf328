/** The hosts that the plugin goes into. */
import { asNeighbors, BESIDE, besideOthers, documented } from './other-plugins.mjs';
import { proveDevelop } from './develop.mjs';
import { plainCookies, proveMove } from './identity.mjs';
import { ownOrigin, proveOrigin } from './origin.mjs';
import { behindProxy, proveProxy } from './proxy.mjs';
import { proveRestart } from './restart.mjs';
import { strictPolicy, proveStrict } from './strict-policy.mjs';
import { authSetting, setting } from './make.mjs';

const FULL = { strapi: '5.54.0', language: 'TypeScript', adminPath: '/admin', usersPermissions: true };

/** A panel at another path doesn't get its own cookies at `/admin`, so Strapi requires this (strapi/strapi#27442). */
const elsewhere = (one, app) => {
  setting(one, app, 'admin', `url: '${one.adminPath}',`);
  authSetting(one, app, "cookie: { path: '/' },");
};

/**
 * `creator`: the create-strapi-app that creates it, if that version of Strapi has none of its own.
 * `watched`: not below a folder called tmp, where `strapi develop` doesn't notice changes.
 * `configure`: changes its configuration. `rebuilt`: the panel is also built again without the plugin. `prove`: what is done with it; otherwise, the whole way of a small team.
 */
export const CASES = [
  { name: 'typescript', ...FULL, rebuilt: true },
  {
    name: 'javascript, own admin path, without users-permissions',
    ...FULL,
    language: 'JavaScript',
    adminPath: '/panel',
    usersPermissions: false,
    configure: elsewhere,
    rebuilt: true,
  },
  { name: 'oldest', ...FULL, strapi: '5.50.0', creator: '5.50.2' },
  { name: 'pnpm', ...FULL, manager: 'pnpm', rebuilt: true },
  { name: 'yarn', ...FULL, manager: 'yarn', rebuilt: true },
  {
    name: 'beside graphql, documentation, i18n and releases',
    ...FULL,
    beside: BESIDE,
    configure: besideOthers,
    also: asNeighbors,
    after: documented,
  },
  { name: 'panel on an origin of its own', ...FULL, configure: ownOrigin, prove: proveOrigin },
  { name: 'behind a TLS proxy', ...FULL, trusted: true, configure: behindProxy, prove: proveProxy },
  {
    name: 'behind a TLS proxy that Strapi ignores',
    ...FULL,
    trusted: false,
    configure: behindProxy,
    prove: proveProxy,
  },
  { name: 'strict Content-Security-Policy', ...FULL, configure: strictPolicy, prove: proveStrict },
  { name: 'develop, with an empty cache [C60] [P28]', ...FULL, prove: proveDevelop },
  { name: 'develop, restarted while a question is open', ...FULL, watched: true, prove: proveRestart },
  { name: 'moving from strapi-identity', ...FULL, configure: plainCookies, prove: proveMove },
];
