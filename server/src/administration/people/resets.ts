/** Reset, unlock, and log out: for a person who is stuck, or against an intruder. */
import { type Accounts, type Database, MfaError, type Ports, type Trx } from '../../platform';
import type { Authenticator, Authenticators, Ceremonies, Factors, Limits } from '../../factors';
import type { Notices } from '../../notices';
import type { Passes } from '../../self-service';
import type { Sessions, Trust } from '../../sessions';
import type { TransactionStore } from '../../gate';
import { isPerson, namedIn, reach, targetOf, type Actor, type ActorDeps } from './actors';
import { raiseTakeoverAlarm } from './takeover-alarm';
import { callerVerified, type CheckRows } from './verification';
import { endEverything } from './end-everything';

export interface ResetDeps extends ActorDeps {
  accounts: Accounts;
  identityChecks: CheckRows;
  authenticators: Authenticators;
  ceremonies: Ceremonies;
  config: { resetEnrollmentHours: number };
  database: Database;
  factors: Factors;
  limits: Limits;
  notices: Notices;
  passes: Passes;
  ports: Ports;
  sessions: Sessions;
  store: TransactionStore;
  trust: Trust;
}

export interface ResetRequest {
  reason: string;
  /** Only these authenticators. If missing, all of them and everything else. */
  authenticatorIds?: readonly string[];
}

export interface ResetDone {
  removed: number;
  remaining: number;
}

const HOUR_MS = 3_600_000;

export const createResets = (deps: ResetDeps) => {
  const { accounts, audit, authenticators, database, factors, limits, notices, ports } = deps;

  /** The authenticators to remove. An unknown ID, or one of another person, refuses the whole request. */
  const chosen = (present: readonly Authenticator[], ids: readonly string[] | undefined): readonly Authenticator[] => {
    if (ids === undefined) return present;
    const gone = present.filter((one) => ids.includes(one.uid));
    if (gone.length !== new Set(ids).size) throw new MfaError('MFA_NOT_FOUND');
    return gone;
  };

  /** If a person misses the time after a reset, only another reset lets them in. */
  const ranOut = async (userId: number, trx: Trx): Promise<boolean> => {
    const since = (await accounts.find(userId, trx))?.mustEnrollSince ?? null;
    return since !== null && ports.clock.now() - since >= deps.config.resetEnrollmentHours * HOUR_MS;
  };

  /** If nothing is left, the person has to set up MFA again, whatever the policy requires. */
  const beginAgain = async (userId: number, trx: Trx): Promise<void> => {
    await factors.recovery.removeAll(userId, trx);
    await limits.unlock(userId, trx);
    const fresh = {
      mustEnrollSince: ports.clock.now(),
      firstBoundAt: null,
      mailboxSpentAt: null,
      preferredMethod: null,
    };
    await accounts.change(userId, fresh, trx);
  };

  const take = async (userId: number, gone: readonly Authenticator[], trx: Trx): Promise<void> => {
    for (const { uid } of gone) {
      if (!(await authenticators.remove(userId, uid, trx)))
        throw new Error('an authenticator vanished while it was locked');
    }
  };

  return {
    /**
     * Removes authenticators and ends sessions, transactions, ceremonies, and trusted browsers. If no authenticator is
     * left, it also removes recovery codes and locks, and the person must set up MFA at their next login.
     * @throws MfaError as `reach`, MFA_NOTHING_TO_RESET, MFA_NOT_FOUND for an ID that isn't this person's
     */
    async reset(actor: Actor, userId: number, { reason, authenticatorIds }: ResetRequest): Promise<ResetDone> {
      const user = await reach(deps, actor, userId, 'reset');
      const target = targetOf(user);
      return database.transaction(async (trx) => {
        await accounts.lock(userId, trx);
        const present = await authenticators.of(userId, trx);
        const codes = await factors.recovery.status(userId, trx);
        const gone = chosen(present, authenticatorIds);
        // The next method would depend on an existing pass, so a reset ends it, too.
        const passEnded = await deps.passes.end(userId, trx);
        const nothing = present.length === 0 && codes.total === 0 && !passEnded && !(await ranOut(userId, trx));
        if (nothing) throw new MfaError('MFA_NOTHING_TO_RESET');
        await take(userId, gone, trx);
        await endEverything(deps, userId, trx);
        const remaining = present.length - gone.length;
        if (remaining === 0) await beginAgain(userId, trx);
        await notices.tell('reset', userId, { by: namedIn(actor) }, trx);
        if (isPerson(actor)) await raiseTakeoverAlarm(deps, ['second_step'], actor, target, trx);
        const details = {
          removed: gone.length,
          remaining,
          methods: gone.map(({ type, name }) => ({ type, name })),
          recoveryCodesRemoved: remaining === 0 ? codes.total : 0,
          ...(await callerVerified(deps.identityChecks, actor, userId, trx)),
        };
        if (passEnded) {
          await audit.append({ type: 'user.pass_ended', outcome: 'success', actor, target, reason: 'reset' }, trx);
        }
        await audit.append({ type: 'user.reset', outcome: 'success', actor, target, reason, details }, trx);
        return { removed: gone.length, remaining };
      });
    },

    /** Clears the waits, locks, and stops of every counter. @throws MfaError as `reach` */
    async unlock(actor: Actor, userId: number, { reason }: { reason: string }): Promise<void> {
      const target = targetOf(await reach(deps, actor, userId, 'unlock'));
      await database.transaction(async (trx) => {
        await limits.unlock(userId, trx);
        await notices.tell('unlocked', userId, { by: namedIn(actor) }, trx);
        const details = await callerVerified(deps.identityChecks, actor, userId, trx);
        await audit.append({ type: 'user.unlocked', outcome: 'success', actor, target, reason, details }, trx);
      });
    },

    /** Ends sessions, transactions, ceremonies, and trusted browsers. Methods stay. @throws MfaError as `reach` */
    async signOut(actor: Actor, userId: number, { reason }: { reason: string }): Promise<void> {
      const target = targetOf(await reach(deps, actor, userId, 'sign_out'));
      await database.transaction(async (trx) => {
        await accounts.lock(userId, trx);
        const ended = await endEverything(deps, userId, trx);
        await notices.tell('signed_out', userId, { by: namedIn(actor) }, trx);
        const details = { ended, ...(await callerVerified(deps.identityChecks, actor, userId, trx)) };
        await audit.append({ type: 'user.signed_out', outcome: 'success', actor, target, reason, details }, trx);
      });
    },
  };
};

export type Help = ReturnType<typeof createResets>;
