/**
 * One middleware around every admin route. Strapi does its own work. A session that the request creates is judged
 * before it's committed or, on routes that aren't Strapi's own, kept or taken back after the request.
 * Promises: no response to a request that proved only a password contains a token or a cookie, even if something
 * throws. Never: looks at a path; a session created without the gate is detected by its row.
 */
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { answerWith, logFailure, MfaError } from '../../platform';
import { withdrawCookies, type WatchedRequest } from '../../sessions';
import type { FrontDoorDeps } from './deps';
import { createSessionJudge, undoGranted } from './grant-or-roll-back';
import { endQuestions, keepOrTakeBack, signsOut } from './keep-or-take-back';

export type { FrontDoorDeps } from './deps';

const SUCCESS_EVENT = 'admin.auth.success';

/**
 * Holds `admin.auth.success` back until its request is decided, because Strapi emits it after the password, before any
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

const release = (strapi: Core.Strapi, visit: WatchedRequest): void => {
  visit.undecided = false;
  for (const { name, args } of visit.heldEvents.splice(0)) void strapi.eventHub.emit(name, ...args);
};

/** Whether the request created a session, even one that wasn't granted. */
const hasMinted = ({ mints, granted, instead }: WatchedRequest): boolean =>
  mints.size > 0 || granted.length > 0 || instead !== null;

const failClosed = async (deps: FrontDoorDeps, ctx: Context, visit: WatchedRequest): Promise<void> => {
  const redirected = ctx.status >= 300 && ctx.status < 400 && ctx.response.get('Location') !== '';
  visit.heldEvents.length = 0;
  withdrawCookies(deps.strapi, ctx);
  try {
    await deps.sessions.withdraw([...visit.mints.values()]);
    await undoGranted(deps, ctx, visit);
  } catch (error) {
    // The row stays, unverified and unknown to the client. The guard refuses it.
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
    // Already passed: an earlier middleware has a front door of its own.
    if (watch.of(ctx)) return next();
    const visit = watch.enter(ctx);
    let failure: { error: unknown } | null = null;
    let decided = false;
    try {
      await next();
      await visit.instead?.();
      if (visit.mints.size > 0) await keepOrTakeBack(deps, ctx, visit, [...visit.mints.values()]);
      else if (signsOut(ctx)) await endQuestions(deps, Number(ctx.state.user.id));
      decided = true;
    } catch (error) {
      failure = { error };
    } finally {
      if (!decided && hasMinted(visit)) await failClosed(deps, ctx, visit);
      release(deps.strapi, visit);
      watch.leave(ctx);
    }
    if (!failure) return;
    if (!hasMinted(visit)) throw failure.error;
    logFailure(deps.strapi, 'checking a new session', failure.error);
  };

/** Places the gate in front of Strapi's session manager. Returns a function that removes it. */
export const placeSessionJudge = (deps: FrontDoorDeps): (() => void) => deps.sessions.gate(createSessionJudge(deps));
