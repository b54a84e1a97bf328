import type { Core } from '@strapi/strapi';

import type { MfaConfig } from './schema';

/** Origins the panel is served from, by configuration only: never `Host`, `Origin` or a forwarded header. */
export const panelOrigins = (strapi: Core.Strapi, config: MfaConfig): string[] => {
  if (config.webauthn.origins) return config.webauthn.origins.map((origin) => new URL(origin).origin);
  const absolute: unknown = strapi.config.get('admin.absoluteUrl');
  return typeof absolute === 'string' && URL.canParse(absolute) ? [new URL(absolute).origin] : [];
};
