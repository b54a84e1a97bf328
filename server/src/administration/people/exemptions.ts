/** Exempts one person from the policy, for a reason and a limited time. This is the only exception to the policy. */
import { type Accounts, type Database, MfaError, type Ports, type Trx } from '../../platform';
import type { Notices } from '../../notices';
import { isPerson, namedIn, reach, targetOf, type Actor, type ActorDeps } from './actors';
import { raiseTakeoverAlarm } from './takeover-alarm';
import { callerVerified, type CheckRows } from './verification';

/** HTTP-API §5: anything longer should be a change of the policy. */
const LONGEST_MS = 90 * 86_400_000;
/** A date on day 90 is sent with its last second, and the request takes a moment to arrive. */
const TOLERANCE_MS = 60_000;

export interface ExemptionDeps extends ActorDeps {
  accounts: Accounts;
  identityChecks: CheckRows;
  database: Database;
  notices: Notices;
  ports: Ports;
}

export const createExemptions = (deps: ExemptionDeps) => {
  const { accounts, audit, database, notices, ports } = deps;

  const flawOf = (until: number): string | null => {
    const now = ports.clock.now();
    if (until <= now) return 'is in the past';
    return until > now + LONGEST_MS + TOLERANCE_MS ? 'is more than 90 days away' : null;
  };

  /** The administrator who granted it is gone, or couldn't grant it to this person anymore. */
  const hasLapsed = async (giver: number, holder: number, trx: Trx): Promise<boolean> => {
    const row = await database.core('admin::user', trx).where({ id: giver }).first('id');
    return !row || (await deps.ranks.isAbove(giver, holder, trx));
  };

  const end = async (
    userId: number,
    trx: Trx,
    by: { actor: Actor; reason?: string; only?: (giver: number) => Promise<boolean> }
  ): Promise<boolean> => {
    await accounts.lock(userId, trx);
    const account = await accounts.find(userId, trx);
    if (!account?.exemptUntil) return false;
    if (by.only && !(account.exemptBy && (await by.only(account.exemptBy)))) return false;
    const user = await database.core('admin::user', trx).where({ id: userId }).first('email');
    await accounts.change(userId, { exemptReason: null, exemptUntil: null, exemptBy: null }, trx);
    await notices.tell('exemption_ended', userId, { by: namedIn(by.actor) }, trx);
    const { actor, reason } = by;
    const target = { id: userId, email: String(user?.email ?? '') };
    const details = { until: new Date(account.exemptUntil).toISOString(), reason: account.exemptReason };
    await audit.append({ type: 'user.exemption_ended', outcome: 'success', actor, target, reason, details }, trx);
    return true;
  };

  /** A row that someone wrote directly to the database. Nobody granted it, so nobody is told that it ended. */
  const discard = async (userId: number, trx: Trx): Promise<void> => {
    await accounts.lock(userId, trx);
    const planted = (await accounts.exemptions(trx)).find((one) => one.userId === userId && !one.believed);
    if (!planted) return;
    await accounts.change(userId, { exemptReason: null, exemptUntil: null, exemptBy: null }, trx);
    const user = await database.core('admin::user', trx).where({ id: userId }).first('email');
    const target = { id: userId, email: String(user?.email ?? '') };
    const details = { until: new Date(planted.until).toISOString() };
    const event = { type: 'user.exemption_ended', outcome: 'success', actor: { kind: 'system' }, target } as const;
    await audit.append({ ...event, reason: 'not_sealed', details }, trx);
  };

  return {
    /** `until`: UTC ms, in the future, at most 90 days away. @throws MfaError as `reach`, MFA_INVALID_REQUEST */
    async exempt(actor: Actor, userId: number, { reason, until }: { reason: string; until: number }): Promise<void> {
      const target = targetOf(await reach(deps, actor, userId, 'exemption'));
      const wrong = flawOf(until);
      if (wrong)
        throw new MfaError('MFA_INVALID_REQUEST', { errors: [{ path: ['body', 'expiresAt'], message: wrong }] });
      await accounts.open(userId);
      await database.transaction(async (trx) => {
        // Locks as a reset does, so that this and a password change of the same person see each other.
        await deps.accounts.lock(userId, trx);
        const exemptBy = isPerson(actor) ? actor.id : null;
        await accounts.change(userId, { exemptReason: reason, exemptUntil: until, exemptBy }, trx);
        if (isPerson(actor)) await raiseTakeoverAlarm(deps, ['second_step'], actor, target, trx);
        await notices.tell('exempted', userId, { by: namedIn(actor), until }, trx);
        const verified = await callerVerified(deps.identityChecks, actor, userId, trx);
        const details = { until: new Date(until).toISOString(), ...verified };
        await audit.append({ type: 'user.exempted', outcome: 'success', actor, target, reason, details }, trx);
      });
    },

    /** @throws MfaError as `reach`, MFA_NOT_FOUND if there is no exemption */
    async endExemption(actor: Actor, userId: number, { reason }: { reason?: string }): Promise<void> {
      await reach(deps, actor, userId, 'exemption');
      await database.transaction(async (trx) => {
        if (!(await end(userId, trx, { actor, reason }))) throw new MfaError('MFA_NOT_FOUND');
      });
    },

    /**
     * Ends exemptions whose holder now has more permissions than the person who granted them, or whose grantor is gone.
     * Nobody could grant these today. Exemptions that this server never wrote don't count. They're removed and
     * recorded. Costs one statement if nobody is exempt.
     */
    async lapseExemptions(): Promise<void> {
      const given = await database.transaction((trx) => accounts.exemptions(trx));
      for (const { userId, by, believed } of given) {
        if (believed && by === null) continue;
        await database.transaction(async (trx) => {
          if (!believed) return discard(userId, trx);
          const only = (giver: number) => hasLapsed(giver, userId, trx);
          await end(userId, trx, { actor: { kind: 'system' }, reason: 'giver_below_holder', only });
        });
      }
    },
  };
};

export type Exemptions = ReturnType<typeof createExemptions>;
