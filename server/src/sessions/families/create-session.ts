import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { accessTokenOf } from './judge-before-commit';
import type { NewSession } from './watch-sessions';

export const REFRESH_COOKIE = 'strapi_admin_refresh';

const DAY_SECONDS = 86_400;
const DEFAULT_IDLE_REFRESH_SECONDS = 14 * DAY_SECONDS;

/** How Strapi set the refresh cookie that was taken back. The next one gets exactly the same attributes. */
export interface CookieShape {
  path: string;
  domain?: string;
  sameSite?: 'strict' | 'lax' | 'none';
  secure: boolean;
  httpOnly: boolean;
}

/** Everything needed to create the session that the right password requested. */
export interface SessionPlan {
  deviceId: string | null;
  type: NewSession['type'];
  metadata: Record<string, unknown> | null;
  cookie: CookieShape;
}

export interface Minted {
  sessionId: string;
  refreshToken: string;
  accessToken: string;
  absoluteExpiresAt: string;
}

const cookieLines = (ctx: Context): string[] => {
  const header = ctx.response.get('Set-Cookie') as string | string[] | undefined;
  if (!header) return [];
  return Array.isArray(header) ? header : [header];
};

const nameOf = (line: string): string => line.slice(0, line.indexOf('=')).trim();

const attribute = (line: string, wanted: string): string | null => {
  for (const part of line.split(';').slice(1)) {
    const [name = '', value = ''] = part.trim().split('=');
    if (name.toLowerCase() === wanted) return value;
  }
  return null;
};

const toSameSite = (value: string | null): CookieShape['sameSite'] => {
  const lower = value?.toLowerCase();
  return lower === 'strict' || lower === 'lax' || lower === 'none' ? lower : undefined;
};

/** Reads how this response sets the refresh cookie. Null if it doesn't. */
export const readCookieShape = (ctx: Context): CookieShape | null => {
  const line = cookieLines(ctx).find((one) => nameOf(one) === REFRESH_COOKIE);
  if (!line) return null;
  return {
    path: attribute(line, 'path') ?? '/',
    domain: attribute(line, 'domain') ?? undefined,
    sameSite: toSameSite(attribute(line, 'samesite')),
    secure: attribute(line, 'secure') !== null,
    httpOnly: attribute(line, 'httponly') !== null,
  };
};

const accessCookieName = (strapi: Core.Strapi): string => {
  const configured: unknown = strapi.config.get('admin.auth.cookie.name');
  return typeof configured === 'string' && configured !== '' ? configured : 'jwtToken';
};

/** Removes the session cookies, with their signatures, from an unsent response. Other cookies stay. */
export const withdrawCookies = (strapi: Core.Strapi, ctx: Context): void => {
  const gone = new Set([REFRESH_COOKIE, `${REFRESH_COOKIE}.sig`, accessCookieName(strapi)]);
  gone.add(`${accessCookieName(strapi)}.sig`);
  gone.add('jwtToken');
  gone.add('jwtToken.sig');
  const kept = cookieLines(ctx).filter((line) => !gone.has(nameOf(line)));
  ctx.res.removeHeader('Set-Cookie');
  if (kept.length > 0) ctx.res.setHeader('Set-Cookie', kept);
};

/**
 * Sets cookies while the transaction may still fail, so that a cookie that can't be set rolls it back. If `work`
 * throws, its cookies are removed from the response.
 */
export const cookiesOnlyIfDone = async <T>(ctx: Context, work: () => Promise<T>): Promise<T> => {
  const before = cookieLines(ctx);
  try {
    return await work();
  } catch (error) {
    ctx.res.removeHeader('Set-Cookie');
    if (before.length > 0) ctx.res.setHeader('Set-Cookie', before);
    throw error;
  }
};

/** Creates a session with Strapi's own session manager. Joins the surrounding transaction. */
export const mintSession = async (strapi: Core.Strapi, userId: number, plan: SessionPlan): Promise<Minted> => {
  const manager = strapi.sessionManager('admin');
  const refresh = await manager.generateRefreshToken(String(userId), plan.deviceId ?? undefined, {
    type: plan.type,
    ...(plan.metadata ? { metadata: plan.metadata } : {}),
  });
  return {
    sessionId: refresh.sessionId,
    refreshToken: refresh.token,
    accessToken: await accessTokenOf(manager, refresh.token),
    absoluteExpiresAt: refresh.absoluteExpiresAt,
  };
};

/** Sets the refresh cookie as Strapi would. A session cookie has no expiry. */
export const setRefreshCookie = (strapi: Core.Strapi, ctx: Context, minted: Minted, plan: SessionPlan): void => {
  const base = { ...plan.cookie, overwrite: true };
  if (plan.type === 'session') {
    ctx.cookies.set(REFRESH_COOKIE, minted.refreshToken, base);
    return;
  }
  const idleSeconds = Number(
    strapi.config.get('admin.auth.sessions.idleRefreshTokenLifespan', DEFAULT_IDLE_REFRESH_SECONDS)
  );
  const now = Date.now();
  const expires = Math.min(now + idleSeconds * 1000, new Date(minted.absoluteExpiresAt).getTime());
  ctx.cookies.set(REFRESH_COOKIE, minted.refreshToken, {
    ...base,
    expires: new Date(expires),
    maxAge: Math.max(0, expires - now),
  });
};
