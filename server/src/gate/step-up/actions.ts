/** What counts as sensitive: recognized by handler, never by the text of the URL. */
import type { Context } from 'koa';

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
const OWN_SENSITIVE_FIELDS = ['email', 'password', 'currentPassword'] as const;

export const actionName = (route: Route | undefined): string | null => {
  if (typeof route?.handler !== 'string') return null;
  const owner = route.info?.pluginName ?? route.info?.apiName ?? '';
  const handler = route.handler.split('::').at(-1) ?? route.handler;
  const bare = handler.startsWith(`${owner}.`) ? handler.slice(owner.length + 1) : handler;
  return `${owner}::${bare}`;
};

const isWrite = (ctx: Context): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(ctx.method);

const changesOwnAccess = (ctx: Context): boolean => {
  const body: unknown = ctx.request.body;
  if (typeof body !== 'object' || body === null) return false;
  const current: unknown = ctx.state.user?.email;
  if ('email' in body && body.email === current && !('password' in body)) return false;
  return OWN_SENSITIVE_FIELDS.some((field) => field in body);
};

/** Whether this request needs a fresh proof: our own marks, the built-in list, config of other plugins, the policy's list. */
export const isSensitive = (ctx: Context, further: readonly string[]): boolean => {
  const route = ctx.state.route as Route | undefined;
  if (route?.config?.mfa?.stepUp === true) return true;
  const name = actionName(route);
  if (name === null || !isWrite(ctx)) return name !== null && further.includes(name);
  if (name === OWN_PROFILE) return changesOwnAccess(ctx);
  return BUILT_IN_ACTIONS.includes(name) || further.includes(name) || further.includes(name.split('::')[1] ?? '');
};
