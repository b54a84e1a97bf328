import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { type MfaConfig, panelOrigins } from '../../platform';

const REFRESH = 'authentication.accessToken';

const isRefresh = ({ state }: Context): boolean =>
  state.route?.info?.pluginName === 'admin' && state.route.handler === REFRESH;

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

/**
 * Whether a page of another origin asks to turn the refresh cookie into an access token. The cookie is `SameSite=Lax`,
 * which includes sibling domains and other ports of the same host, and Strapi's default CORS lets any of them read the
 * answer. A page can set neither header (Fetch Metadata §2; Fetch §3.1), so they can only refuse here, and never allow
 * more than the cookie alone would. Clients other than browsers send neither, and nothing changes for them.
 */
export const asksFromForeignPage = (strapi: Core.Strapi, config: MfaConfig, ctx: Context): boolean => {
  if (!isRefresh(ctx)) return false;
  const site = ctx.get('Sec-Fetch-Site');
  const origin = ctx.get('Origin');
  if (site === 'same-origin' || site === 'none') return false;
  if (site === '' && origin === '') return false;
  if (panelOrigins(strapi, config).includes(origin)) return false;
  // Browsers without Fetch Metadata say where the page is from, but not where the request goes.
  return site !== '' || hostOf(origin) !== ctx.get('Host');
};
