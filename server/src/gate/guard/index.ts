/**
 * Runs after every successful authentication, before authorization, on every route. A session that hasn't proved what
 * the policy requires is refused everywhere except on the routes that let it do so.
 * Promises: fails closed with 503; a refusal is never cached, a positive verdict for at most 4 seconds. Never: a
 * decision from a path or a header.
 */
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { PLUGIN_ID } from '../../../../shared/contracts/constants';
import type { StepUpReason } from '../../../../shared/contracts/types';
import { answerWith, logFailure, MfaError } from '../../platform';
import type { Family } from '../../sessions';
import { actionName, holdsNothing, isForEverybody, isSensitive } from '../step-up';
import { describeChallenge } from '../transactions';
import { type AdminUser, type Situation, supportOf } from '../../policy';
import { namesReservedType } from './reserved-types';
import { asksFromForeignPage } from './foreign-page';
import { createVerdictCache } from './verdict-cache';
import { removeReservedTypes } from './hidden-types';
import type { GuardDeps } from './deps';

export type { GuardDeps } from './deps';

/** Strategies that prove something other than a panel session, or a session of another kind of user. */
const PASSING = new Set(['admin-token', 'data-transfer', 'content-api-token', 'users-permissions', 'mfa-transaction']);

interface Route {
  handler?: unknown;
  info?: { pluginName?: string; type?: string };
  config?: { mfa?: { open?: boolean; stepUp?: boolean } };
}

const isOpen = (route: Route): boolean => {
  if (route.info?.pluginName === PLUGIN_ID) return route.config?.mfa?.open === true;
  return route.info?.pluginName === 'admin' && route.handler === 'authentication.logout';
};

export interface Guard {
  check(ctx: Context, next: Next): Promise<unknown>;
  /** Refuses a self-service change without a recent proof. Here, a recovery code is offered, too. */
  selfServiceRefusal(situation: Situation): Promise<MfaError>;
  /** Clears the cache of this process, for example after a policy change on this node. */
  forget(): void;
}

export const createGuard = (deps: GuardDeps): Guard => {
  const memory = createVerdictCache(deps.ports);
  let failing = false;

  const refusal = async (
    situation: Situation,
    asked: { reason: StepUpReason; enroll: boolean; recovery: boolean }
  ): Promise<MfaError> => {
    const { verdict, policy } = situation;
    if (verdict.action === 'refuse') {
      return new MfaError('MFA_NO_USABLE_METHOD', supportOf(policy));
    }
    const usable = situation.facts.authenticators.filter((one) => one.usable).map((one) => one.type);
    const backup = asked.recovery && situation.recoveryCodes > 0 ? (['recovery_code'] as const) : [];
    const asksOwn = verdict.action === 'allow' || (verdict.action === 'enroll' && !asked.enroll);
    const offered = asksOwn ? [...new Set(usable), ...backup] : verdict.methods;
    const challenge = {
      purpose: 'step_up' as const,
      door: 'session' as const,
      methods: offered,
      enroll: asked.enroll,
      ...(asked.enroll ? {} : { reason: asked.reason }),
    };
    const details = await describeChallenge(situation, challenge, deps);
    return new MfaError(details.code, { ...details });
  };

  const stepUpRefusal = async (ctx: Context, situation: Situation, family: Family): Promise<MfaError | null> => {
    const own = (ctx.state.route as Route | undefined)?.info?.pluginName === PLUGIN_ID;
    if (!own && !situation.policy.enabled) return null;
    const missing = deps.stepUp.forAction(situation, family, { lenient: !own && !isForEverybody(ctx) });
    if (missing === 'fresh') return null;
    if (missing === 'password') return new MfaError('MFA_PASSWORD_REQUIRED');
    if (missing === 'sign_in') return new MfaError('MFA_REAUTHENTICATION_REQUIRED');
    const strong = situation.facts.authenticators.filter(
      (one) => one.usable && deps.factors.factor(one.type)?.traits.stepUpBesideStronger
    );
    const narrowed =
      strong.length > 0 ? { ...situation, facts: { ...situation.facts, authenticators: strong } } : situation;
    return refusal(narrowed, { reason: 'sensitive_action', enroll: false, recovery: false });
  };

  /** Null if the request may continue. */
  const judge = async (ctx: Context, user: AdminUser, sessionId: string): Promise<MfaError | null> => {
    const person = await deps.verdicts.known(user.id, { sessionId });
    if (!person) return new MfaError('MFA_UNAVAILABLE');
    const { family, policy } = person;
    const provider = family?.provider ?? 'local';
    const situation = await deps.verdicts.judge(
      { ...person, user: { ...user, password: person.user.password } },
      { stage: 'session', provider, family }
    );
    const { verdict } = situation;
    if (verdict.action === 'challenge') {
      return refusal(situation, { reason: verdict.reason, enroll: false, recovery: true });
    }
    if (verdict.action !== 'allow') {
      return refusal(situation, { reason: 'session_unverified', enroll: true, recovery: false });
    }
    memory.remember(sessionId, verdict.validUntil, policy);
    if (!isSensitive(ctx, policy.stepUpActions)) return null;
    const known = family ?? (await deps.sessions.families.open(sessionId, user.id));
    const refused = await stepUpRefusal(ctx, situation, known);
    const name = actionName(ctx.state.route);
    if (!refused || name === null || policy.stepUpActions.includes(name)) return refused;
    return (await holdsNothing(deps.strapi, name)) ? null : refused;
  };

  const foreignStrategy = async (ctx: Context, strategy: string): Promise<MfaError | null> => {
    if (deps.config.guard.trustedStrategies.includes(strategy)) return null;
    const policy = await deps.policies.current();
    if (!policy.enabled) return null;
    const user = ctx.state.user as AdminUser | undefined;
    if (!user?.id) return new MfaError('MFA_REQUIRED', { purpose: 'step_up', methods: [] });
    const full = await deps.verdicts.user(user.id);
    if (!full) return new MfaError('MFA_REQUIRED', { purpose: 'step_up', methods: [] });
    const situation = await deps.verdicts.assess(full, { stage: 'session', provider: 'local' }, policy);
    if (situation.verdict.action === 'allow') return null;
    const enroll = situation.verdict.action === 'enroll';
    return refusal(situation, { reason: 'session_unverified', enroll, recovery: true });
  };

  const verdictFor = async (ctx: Context, strategy: string): Promise<MfaError | null> => {
    if (namesReservedType(ctx)) return new MfaError('MFA_FORBIDDEN');
    if (PASSING.has(strategy)) return null;
    const route = (ctx.state.route ?? {}) as Route;
    if (strategy !== 'admin') return route.info?.type === 'admin' ? foreignStrategy(ctx, strategy) : null;
    if (isOpen(route)) return null;
    const sessionId = deps.sessions.idOf(ctx);
    const user = ctx.state.user as AdminUser | undefined;
    if (!sessionId || !user) return new MfaError('MFA_UNAVAILABLE');
    return judge(ctx, user, sessionId);
  };

  /** Most requests come from a session that was checked a moment ago. They pass without a promise of ours. */
  const passes = (ctx: Context): boolean => {
    try {
      const sessionId = ctx.state.user ? deps.sessions.idOf(ctx) : null;
      if (sessionId === null || !memory.knows(sessionId)) return false;
      return !isSensitive(ctx, memory.stepUpActions()) && !namesReservedType(ctx);
    } catch {
      // The slow path meets the error again and answers it.
      return false;
    }
  };

  const check = async (ctx: Context, next: Next): Promise<unknown> => {
    const strategy: unknown = ctx.state.auth?.strategy?.name;
    if (typeof strategy !== 'string') {
      if (ctx.state.auth) return answerWith(ctx, new MfaError('MFA_UNAVAILABLE'));
      // Before Strapi reads the cookie, so that nothing is renewed.
      return asksFromForeignPage(deps.strapi, deps.config, ctx) ? ctx.unauthorized('Invalid refresh token') : next();
    }
    let refused: MfaError | null;
    try {
      refused = await verdictFor(ctx, strategy);
      failing = false;
    } catch (error) {
      if (!failing) deps.log('checking a session', error);
      failing = true;
      refused = new MfaError('MFA_UNAVAILABLE', {}, { cause: error });
    }
    if (!refused) return next();
    answerWith(ctx, refused);
    return undefined;
  };

  return {
    forget: () => memory.clear(),

    selfServiceRefusal: (situation) =>
      refusal(situation, {
        reason: 'sensitive_action',
        enroll: situation.verdict.action === 'enroll' && situation.authenticators.length === 0,
        recovery: true,
      }),

    check: (ctx, next) =>
      ctx.state.auth?.strategy?.name === 'admin' && passes(ctx) ? Promise.resolve(next()) : check(ctx, next),
  };
};

/** Expected refusals of Strapi. Anything else that stops a request before the guard is a failure. */
const isRefusal = (error: unknown): boolean => {
  const { status, details }: { status?: unknown; details?: unknown } = Object(error);
  return (typeof status === 'number' && status < 500) || details !== undefined;
};

/** Places the guard between the authentication and authorization of every route. Returns a function that removes it. */
export const placeGuard = (strapi: Core.Strapi, guard: () => Guard): (() => void) => {
  const auth = strapi.get('auth');
  const original = auth.authenticate;
  auth.authenticate = async (ctx: Context, next: Next) => {
    let arrived = false;
    const ours = (ctx.state.route as Route | undefined)?.info?.pluginName === PLUGIN_ID;
    // Also for Strapi's own answers on the plugin's routes, especially a 401.
    if (ours) ctx.set('Cache-Control', 'no-store');
    try {
      await original.call(auth, ctx, () => {
        arrived = true;
        return guard().check(ctx, next) as Promise<void>;
      });
      removeReservedTypes(ctx);
      return undefined;
    } catch (error) {
      // On the plugin's own routes, a session that can't be looked up gets the same answer as any other failure.
      if (arrived || !ours || isRefusal(error)) throw error;
      logFailure(strapi, 'looking up a session', error);
      return answerWith(ctx, new MfaError('MFA_UNAVAILABLE', {}, { cause: error }));
    }
  };
  return () => {
    auth.authenticate = original;
  };
};
