/**
 * Plans the session of a login that didn't use Strapi's login route, with the attributes that the route would have set.
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { lazyRequire, type Ports } from '../../platform';
import type { CookieShape, SessionPlan } from './create-session';

/** What the person asked for. Both mean the same as in Strapi's login. */
export interface WantedSession {
  rememberMe: boolean;
  deviceId: string | null;
}

interface StrapiUtils {
  buildSessionMetadata?(params: { userAgent?: string }): Record<string, unknown>;
}

const DEFAULT_PATH = '/admin';
/** RFC 6265: a host name, and a path without control characters. Strapi uses defaults for anything else. */
const NO_DOMAIN = /[\p{Cc};,\s/:]/u;
const NO_PATH = /[\p{Cc};]/u;

const textIn = (strapi: Core.Strapi, key: string): string => {
  const value: unknown = strapi.config.get(key);
  return typeof value === 'string' ? value.trim() : '';
};

const sameSiteIn = (strapi: Core.Strapi): CookieShape['sameSite'] => {
  const value = textIn(strapi, 'admin.auth.cookie.sameSite').toLowerCase();
  return value === 'strict' || value === 'none' ? value : 'lax';
};

const cookieShape = (strapi: Core.Strapi, ctx: Context): CookieShape => {
  const secure: unknown = strapi.config.get('admin.auth.cookie.secure');
  const domain = textIn(strapi, 'admin.auth.cookie.domain') || textIn(strapi, 'admin.auth.domain');
  const path = textIn(strapi, 'admin.auth.cookie.path');
  return {
    path: path.startsWith('/') && !NO_PATH.test(path) ? path : DEFAULT_PATH,
    ...(domain !== '' && !NO_DOMAIN.test(domain) ? { domain } : {}),
    sameSite: sameSiteIn(strapi),
    secure: typeof secure === 'boolean' ? secure : process.env.NODE_ENV === 'production' && ctx.request.secure,
    httpOnly: true,
  };
};

/**
 * The browser's name and the time, for Strapi's page of active devices. Missing if Strapi doesn't expose its utilities.
 */
const metadataOf = async (ctx: Context): Promise<Record<string, unknown> | null> => {
  try {
    const { buildSessionMetadata } = await lazyRequire<StrapiUtils>('@strapi/utils');
    return buildSessionMetadata?.({ userAgent: ctx.get('User-Agent') || undefined }) ?? null;
  } catch {
    return null;
  }
};

/** @throws nothing; if a setting can't be read, Strapi's default applies */
export const planFor = async (
  { strapi, ports }: { strapi: Core.Strapi; ports: Pick<Ports, 'random'> },
  ctx: Context,
  { rememberMe, deviceId }: WantedSession
): Promise<SessionPlan> => ({
  deviceId: deviceId ?? ports.random.uuid(),
  type: rememberMe ? 'refresh' : 'session',
  metadata: await metadataOf(ctx),
  cookie: cookieShape(strapi, ctx),
});
