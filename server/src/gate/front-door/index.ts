/**
 * The front door: one middleware around every admin route. Strapi does its own work first; then whatever session this
 * request minted is kept, or taken back and answered with a challenge.
 * Promises: no response to a request that proved only a password carries a token or a cookie, also when something throws.
 * Never: looks at a path; every mint is seen by the row it makes.
 */
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { answerWith, logFailure, MfaError } from '../../platform';
import { withdrawCookies, type Mint, type Visit } from '../../sessions';
import { endQuestions, settle, signsOut, type FrontDoorDeps } from './settle';

export type { FrontDoorDeps } from './settle';

const SUCCESS_EVENT = 'admin.auth.success';

/**
 * Holds `admin.auth.success` back while its request is undecided: Strapi announces it at the password, before any
 * second factor. Returns a function that undoes the wrapping.
 */
export const holdSuccessEvents = (strapi: Core.Strapi, watch: FrontDoorDeps['sessions']['watch']): (() => void) => {
  const hub = strapi.eventHub;
  const original = hub.emit;
  hub.emit = async (name: string, ...args: unknown[]) => {
    const visit = name === SUCCESS_EVENT ? watch.of(strapi.requestContext.get() as Context | undefined) : undefined;
    if (visit?.undecided) {
      visit.heldEvents.push({ name, args });
      return;
    }
    await original.call(hub, name, ...args);
  };
  return () => {
    hub.emit = original;
  };
};

const release = (strapi: Core.Strapi, visit: Visit): void => {
  visit.undecided = false;
  for (const { name, args } of visit.heldEvents.splice(0)) void strapi.eventHub.emit(name, ...args);
};

/** SSO's redirect, or a page of a community plugin: nobody there can answer a challenge. */
const answersJson = (ctx: Context): boolean => {
  const body: unknown = ctx.body;
  const redirects = ctx.status >= 300 && ctx.status < 400;
  if (!redirects && ctx.response.is('json')) return true;
  return !redirects && typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && !('pipe' in body);
};

const failClosed = async (deps: FrontDoorDeps, ctx: Context, mints: readonly Mint[]): Promise<void> => {
  const redirected = ctx.status >= 300 && ctx.status < 400 && ctx.response.get('Location') !== '';
  withdrawCookies(deps.strapi, ctx);
  try {
    await deps.sessions.withdraw(mints);
  } catch (error) {
    // The row stays, unverified and unknown to the client; the guard refuses it.
    logFailure(deps.strapi, 'withdrawing a session', error);
  }
  if (redirected) {
    ctx.redirect(`${String(deps.strapi.config.get('admin.url', '/admin'))}/auth/login/error`);
    return;
  }
  answerWith(ctx, new MfaError('MFA_UNAVAILABLE'));
};

export const createFrontDoor =
  (deps: FrontDoorDeps) =>
  async (ctx: Context, next: Next): Promise<void> => {
    const { watch } = deps.sessions;
    const visit = watch.enter(ctx);
    const mints = (): Mint[] => [...visit.mints.values()];
    let failure: { error: unknown } | null = null;
    let decided = false;
    try {
      await next();
      if (visit.mints.size > 0) await settle(deps, ctx, visit, mints(), answersJson(ctx));
      else if (signsOut(ctx)) await endQuestions(deps, Number(ctx.state.user.id));
      decided = true;
    } catch (error) {
      failure = { error };
    } finally {
      if (!decided && visit.mints.size > 0) {
        visit.heldEvents.length = 0;
        await failClosed(deps, ctx, mints());
      }
      release(deps.strapi, visit);
      watch.leave(ctx);
    }
    if (!failure) return;
    if (visit.mints.size === 0) throw failure.error;
    logFailure(deps.strapi, 'deciding about a new session', failure.error);
  };
