/** What counts as sensitive: recognized by handler, never by the text of the URL. */
import type { Context } from 'koa';

import { PLUGIN_ID } from '../../../../shared/contracts/constants';
import { NEIGHBOR_ACTIONS } from '../../policy';
import { readsCredential } from './stored-credentials';

interface Route {
  method?: string;
  handler?: unknown;
  info?: { pluginName?: string; apiName?: string };
  config?: { mfa?: { stepUp?: boolean; open?: boolean } };
}

/** MISSION C19. Keys are `<plugin>::<controller>.<action>`. */
export const BUILT_IN_ACTIONS: readonly string[] = [
  ...['create', 'update', 'regenerate', 'revoke'].map((action) => `admin::api-token.${action}`),
  ...['create', 'update', 'regenerate', 'revoke'].map((action) => `admin::admin-token.${action}`),
  ...['create', 'update', 'regenerate', 'revoke'].map((action) => `admin::transfer.token-${action}`),
  ...['create', 'update', 'deleteOne', 'deleteMany'].map((action) => `admin::user.${action}`),
  ...['create', 'update', 'updatePermissions', 'deleteOne', 'deleteMany'].map((action) => `admin::role.${action}`),
  'admin::authentication.updateProviderLoginOptions',
  ...['createWebhook', 'updateWebhook', 'deleteWebhook', 'deleteWebhooks'].map((action) => `admin::webhooks.${action}`),
];

/** One's own profile is sensitive only where it changes the address or the password. */
const OWN_PROFILE = 'admin::authenticated-user.updateMe';

export const actionName = (route: Route | undefined): string | null => {
  if (typeof route?.handler !== 'string') return null;
  const owner = route.info?.pluginName ?? route.info?.apiName ?? '';
  const handler = route.handler.split('::').at(-1) ?? route.handler;
  const bare = handler.startsWith(`${owner}.`) ? handler.slice(owner.length + 1) : handler;
  return `${owner}::${bare}`;
};

const isWrite = (ctx: Context): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(ctx.method);

const changesOwnAddress = (ctx: Context): boolean => {
  const body: unknown = ctx.request.body;
  if (typeof body !== 'object' || body === null || !('email' in body)) return false;
  const current: unknown = ctx.state.user?.email;
  return body.email !== current;
};

const changesOwnAccess = (ctx: Context): boolean => {
  const body: unknown = ctx.request.body;
  if (typeof body !== 'object' || body === null) return false;
  if (changesOwnAddress(ctx) || 'password' in body) return true;
  // The profile form sends everything: the address as it is, and a field for the password that nobody filled in.
  return 'currentPassword' in body && !('email' in body);
};

const routeOf = (ctx: Context): Route | undefined => ctx.state.route as Route | undefined;

/**
 * Whether this request needs a fresh proof: our own marks, the built-in lists, config of other plugins, the policy's list.
 * What the policy lists of our own routes counts for nothing: they decide for themselves, and the way to a proof must
 * never need one.
 */
export const isSensitive = (ctx: Context, further: readonly string[]): boolean => {
  const route = routeOf(ctx);
  if (route?.config?.mfa?.stepUp === true) return true;
  const name = actionName(route);
  if (name === null || route?.info?.pluginName === PLUGIN_ID) return false;
  if (readsCredential(ctx, name)) return true;
  if (!isWrite(ctx)) return further.includes(name);
  if (name === OWN_PROFILE) return changesOwnAccess(ctx);
  if (BUILT_IN_ACTIONS.includes(name) || NEIGHBOR_ACTIONS.includes(name)) return true;
  return further.includes(name) || further.includes(name.split('::')[1] ?? '');
};

/**
 * Whether it asks everybody, also people who neither have a factor nor must have one: whoever changes where mail goes, or
 * what a neighbor asks for, takes the account over.
 */
export const isForEverybody = (ctx: Context): boolean => {
  const name = actionName(routeOf(ctx));
  if (name === OWN_PROFILE) return changesOwnAddress(ctx);
  return name !== null && NEIGHBOR_ACTIONS.includes(name);
};
