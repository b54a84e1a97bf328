/**
 * Asks people to confirm it's them before something that matters.
 * Promises: only a proof of this session family within the limit counts; a trusted browser never does; a recovery code
 * opens self-service and nothing else. Never: creates, widens, or prolongs a session.
 */
import type { Core } from '@strapi/strapi';

import type { Recorder } from '../../audit';
import { CLOCK_SKEW_MS, type Database, MfaError, type Ports } from '../../platform';
import type { Factors, Limits } from '../../factors';
import type { Notices } from '../../notices';
import type { Family, Sessions } from '../../sessions';
import { limitRulesOf, provesSelfService, type TransactionStore } from '../transactions';
import type { Situation } from '../../policy';

export { actionName, BUILT_IN_ACTIONS, isForEverybody, isSensitive } from './actions';
export { holdsNothing } from './stored-credentials';

const MINUTE_MS = 60_000;
/** How old a login may be for an account without a local password, HTTP contract §2. */
const FRESH_SIGN_IN_MS = 10 * MINUTE_MS;

export type Freshness = 'fresh' | 'factor' | 'password' | 'sign_in';

export interface StepUp {
  /** What is missing for a sensitive action: nothing, a factor, the password, or a new login. */
  forAction(situation: Situation, family: Family, options: { lenient: boolean }): Freshness;
  /** The same for changing your own methods, where a recovery code counts. */
  forSelfService(situation: Situation, family: Family): Freshness;
  /** Throws unless this is the person's password. Counts and limits failures like any other attempt. */
  checkPassword(situation: Situation, password: string): Promise<void>;
  confirmPassword(situation: Situation, family: Family, password: string): Promise<number>;
}

interface Deps {
  strapi: Core.Strapi;
  audit: Recorder;
  database: Database;
  factors: Factors;
  limits: Limits;
  notices: Notices;
  ports: Ports;
  sessions: Sessions;
  store: TransactionStore;
}

export const createStepUp = (deps: Deps): StepUp => {
  const { clock } = deps.ports;

  /**
   * A proof from the future doesn't count: the clock was set back since, and the proof would stay recent for as long.
   */
  const youngerThan = (at: number | null, ageMs: number): boolean => {
    if (at === null) return false;
    const age = clock.now() - at;
    return age < ageMs && age >= -CLOCK_SKEW_MS;
  };

  const withoutAuthenticator = (situation: Situation, family: Family, ageMs: number): Freshness => {
    if (situation.user.password) return youngerThan(family.passwordVerifiedAt, ageMs) ? 'fresh' : 'password';
    return youngerThan(family.beganAt, FRESH_SIGN_IN_MS) ? 'fresh' : 'sign_in';
  };

  const ageOf = ({ policy }: Situation): number => policy.stepUpMaxAgeMinutes * MINUTE_MS;

  /** Someone who guesses the password in an open session has most likely stolen it. */
  const tellOfLock = async (
    userId: number,
    target: { id: number; email: string },
    until: number | null
  ): Promise<void> => {
    if (until === null || until <= clock.now()) return;
    const event = { type: 'verification.locked', outcome: 'failure', target, reason: 'password' } as const;
    await deps.audit.append({ ...event, details: { until } });
    await deps.notices.tell('locked', userId, { until, of: 'password' });
  };

  const checkPassword = async (situation: Situation, password: string): Promise<void> => {
    const { user } = situation;
    const target = { id: user.id, email: user.email };
    const rules = limitRulesOf(situation, deps.factors);
    const taken = await deps.limits.begin(user.id, 'password', rules);
    if (!taken.ok) {
      const retryAfterSeconds =
        taken.until === null ? null : Math.max(1, Math.ceil((taken.until - clock.now()) / 1000));
      throw new MfaError('MFA_TOO_MANY_ATTEMPTS', { retryAfterSeconds });
    }
    const right: unknown = user.password
      ? await deps.strapi.service('admin::auth').validatePassword(password, user.password)
      : false;
    if (right !== true) {
      await deps.audit.append({ type: 'password.refused', outcome: 'failure', target });
      await tellOfLock(user.id, target, taken.lockedUntil);
      throw new MfaError('MFA_INVALID_PASSWORD');
    }
    await deps.database.transaction(async (trx) => {
      await deps.limits.succeeded(user.id, 'password', trx);
      await deps.audit.append({ type: 'password.confirmed', outcome: 'success', target }, trx);
    });
  };

  return {
    checkPassword,

    forAction(situation, family, { lenient }) {
      const age = ageOf(situation);
      if (situation.authenticators.length === 0) {
        const { verdict } = situation;
        const owesNothing =
          verdict.requirement === 'optional' || (verdict.action === 'allow' && verdict.because !== 'grace_period');
        return lenient && owesNothing ? 'fresh' : withoutAuthenticator(situation, family, age);
      }
      if (!youngerThan(family.verifiedAt, age) || family.method === null) return 'factor';
      const counts = family.method !== 'recovery_code' && provesSelfService(family.method, situation, deps.factors);
      return counts ? 'fresh' : 'factor';
    },

    forSelfService(situation, family) {
      const age = ageOf(situation);
      if (situation.authenticators.length === 0) return withoutAuthenticator(situation, family, age);
      return youngerThan(family.selfServiceVerifiedAt, age) ? 'fresh' : 'factor';
    },

    async confirmPassword(situation, family, password) {
      await checkPassword(situation, password);
      await deps.database.transaction((trx) => deps.sessions.families.confirmPassword(family.familyId, trx));
      return clock.now();
    },
  };
};
