/** Enrollment passes for people without a method, where the policy requires more than the password. */
import { type Accounts, type Database, MfaError, type Ports } from '../../platform';
import type { Authenticators } from '../../factors';
import type { Notices } from '../../notices';
import { LONGEST_PASS_HOURS, type Passes } from '../../self-service';
import { isPerson, namedIn, reach, targetOf, type Actor, type ActorDeps } from './actors';
import { raiseTakeoverAlarm } from './takeover-alarm';
import { callerVerified, type CheckRows } from './verification';

export interface PassDeps extends ActorDeps {
  accounts: Accounts;
  identityChecks: CheckRows;
  authenticators: Authenticators;
  database: Database;
  notices: Notices;
  passes: Passes;
  ports: Ports;
}

export interface PassRequest {
  reason: string;
  /** 1 to 72. */
  hours: number;
}

/** The only place where `pass` is in clear text. */
export interface PassGiven {
  pass: string;
  expiresAt: string;
}

const HOUR_MS = 3_600_000;

const assertHours = (hours: number): void => {
  if (Number.isInteger(hours) && hours >= 1 && hours <= LONGEST_PASS_HOURS) return;
  throw new MfaError('MFA_INVALID_REQUEST', {
    errors: [{ path: ['body', 'hours'], message: `must be a whole number from 1 to ${LONGEST_PASS_HOURS}` }],
  });
};

export const createPassGiving = (deps: PassDeps) => {
  const { accounts, audit, authenticators, database, notices, passes, ports } = deps;

  return {
    /**
     * Creates a new pass, which replaces the last one. The person gets an email that there is a pass, but not the pass
     * itself.
     * @throws MfaError as `reach`, MFA_INVALID_REQUEST, MFA_METHOD_UNAVAILABLE for a person who has an authenticator
     */
    async givePass(actor: Actor, userId: number, { reason, hours }: PassRequest): Promise<PassGiven> {
      const target = targetOf(await reach(deps, actor, userId, 'pass'));
      assertHours(hours);
      const prepared = await passes.prepare();
      const until = ports.clock.now() + hours * HOUR_MS;
      await accounts.open(userId);
      await database.transaction(async (trx) => {
        await accounts.lock(userId, trx);
        if ((await authenticators.of(userId, trx)).length > 0) {
          const message =
            'This person already has a method, and a pass is only for the first one. Reset their MFA first.';
          throw new MfaError('MFA_METHOD_UNAVAILABLE', { reason: 'enrolled' }, { message });
        }
        const replaced = await passes.put(userId, prepared, until, trx);
        await notices.tell('pass_given', userId, { by: namedIn(actor), until }, trx);
        if (isPerson(actor)) await raiseTakeoverAlarm(deps, ['pass'], actor, target, trx);
        if (replaced) {
          await audit.append({ type: 'user.pass_ended', outcome: 'success', actor, target, reason: 'replaced' }, trx);
        }
        const verified = await callerVerified(deps.identityChecks, actor, userId, trx);
        const details = { hours, until: new Date(until).toISOString(), ...verified };
        await audit.append({ type: 'user.pass_given', outcome: 'success', actor, target, reason, details }, trx);
      });
      return { pass: prepared.pass, expiresAt: new Date(until).toISOString() };
    },

    /** @throws MfaError as `reach`, MFA_NOT_FOUND if there is no valid pass */
    async endPass(actor: Actor, userId: number, { reason }: { reason?: string }): Promise<void> {
      const target = targetOf(await reach(deps, actor, userId, 'pass'));
      await database.transaction(async (trx) => {
        await accounts.lock(userId, trx);
        if (!(await passes.end(userId, trx))) throw new MfaError('MFA_NOT_FOUND');
        const details = { cause: 'by_administrator' };
        await audit.append({ type: 'user.pass_ended', outcome: 'success', actor, target, reason, details }, trx);
      });
    },
  };
};

export type PassGiving = ReturnType<typeof createPassGiving>;
