/** The session of a log-in that Strapi's own login route never saw, with what that route would have given it. */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { lazyRequire, type Ports } from '../../platform';
import type { CookieShape, SessionPlan } from './minting';

/** What the person asked for; both mean what they mean to Strapi's login. */
export interface WantedSession {
  rememberMe: boolean;
  deviceId: string | null;
}

interface StrapiUtils {
  buildSessionMetadata?(params: { userAgent?: string }): Record<string, unknown>;
}

const DEFAULT_PATH = '/admin';
/** RFC 6265: a host name, and a path without control characters; Strapi falls back where it is neither. */
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

/** Name of the browser and time, for Strapi's page of active devices. A host that keeps its utilities to itself has none. */
const metadataOf = async (ctx: Context): Promise<Record<string, unknown> | null> => {
  try {
    const { buildSessionMetadata } = await lazyRequire<StrapiUtils>('@strapi/utils');
    return buildSessionMetadata?.({ userAgent: ctx.get('User-Agent') || undefined }) ?? null;
  } catch {
    return null;
  }
};

/** @throws nothing; where a setting cannot be read, Strapi's default stands */
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
