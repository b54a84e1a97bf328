/** Which actions are sensitive. They're recognized by handler, never by the URL. */
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

/** Changing your own profile is sensitive only if it changes the address or the password. */
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
  // The profile form sends everything, including the unchanged address and an empty password field.
  return 'currentPassword' in body && !('email' in body);
};

const routeOf = (ctx: Context): Route | undefined => ctx.state.route as Route | undefined;

/**
 * Whether this request requires a recent proof: the plugin's own marks, the built-in lists, the route config of other
 * plugins, and the policy's list. The policy's list has no effect on the plugin's own routes. They decide for
 * themselves, and the routes that lead to a proof must never require one.
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
 * Whether this asks everybody, even people without a factor or a requirement. Whoever changes where emails go, or what
 * a neighbor asks for, takes over the account.
 */
export const isForEverybody = (ctx: Context): boolean => {
  const name = actionName(routeOf(ctx));
  if (name === OWN_PROFILE) return changesOwnAddress(ctx);
  return name !== null && NEIGHBOR_ACTIONS.includes(name);
};
