import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { MfaConfig } from './schema';

/** Origins the panel is served from, by configuration only: never `Host`, `Origin` or a forwarded header. */
export const panelOrigins = (strapi: Core.Strapi, config: MfaConfig): string[] => {
  if (config.webauthn.origins) return config.webauthn.origins.map((origin) => new URL(origin).origin);
  const absolute: unknown = strapi.config.get('admin.absoluteUrl');
  return typeof absolute === 'string' && URL.canParse(absolute) ? [new URL(absolute).origin] : [];
};

/**
 * Whether the browser says that our own page sent this, or says nothing (not a browser). What rests on a cookie asks this
 * when it gives the cookie and when it takes it: the same answer both times, or the cookie is worth nothing.
 */
export const comesFromPanel = (strapi: Core.Strapi, config: MfaConfig, ctx: Context): boolean => {
  const origin = ctx.get('Origin');
  return origin === '' || panelOrigins(strapi, config).includes(origin);
};
