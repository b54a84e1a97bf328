import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { MfaConfig } from './schema';

/** The panel's origins, from the configuration only: never from `Host`, `Origin`, or a forwarded header. */
export const panelOrigins = (strapi: Core.Strapi, config: MfaConfig): string[] => {
  if (config.webauthn.origins) return config.webauthn.origins.map((origin) => new URL(origin).origin);
  const absolute: unknown = strapi.config.get('admin.absoluteUrl');
  return typeof absolute === 'string' && URL.canParse(absolute) ? [new URL(absolute).origin] : [];
};

/**
 * Whether the request comes from the panel's origin, or has no origin (not a browser). Code that relies on a cookie checks
 * this when it sets the cookie and again when it reads it.
 */
export const comesFromPanel = (strapi: Core.Strapi, config: MfaConfig, ctx: Context): boolean => {
  const origin = ctx.get('Origin');
  return origin === '' || panelOrigins(strapi, config).includes(origin);
};
