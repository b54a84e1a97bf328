/** Letting one person be, for a reason and for a time: the only way around the policy, and never without an end. */
import { type Accounts, type Database, MfaError, type Ports } from '../../platform';
import type { Notices } from '../../notices';
import { isPerson, namedIn, reach, targetOf, type Actor, type ActorDeps } from './actors';
import { raiseTakeoverAlarm } from './takeover-alarm';

export interface ExemptionDeps extends ActorDeps {
  accounts: Accounts;
  database: Database;
  notices: Notices;
  ports: Ports;
}

export const createExemptions = (deps: ExemptionDeps) => {
  const { accounts, audit, database, notices, ports } = deps;

  return {
    /** `until`: UTC ms, in the future. @throws MfaError as `reach`, MFA_INVALID_REQUEST */
    async exempt(actor: Actor, userId: number, { reason, until }: { reason: string; until: number }): Promise<void> {
      const target = targetOf(await reach(deps, actor, userId, 'exemption'));
      if (until <= ports.clock.now()) {
        throw new MfaError('MFA_INVALID_REQUEST', {
          errors: [{ path: ['body', 'expiresAt'], message: 'is in the past' }],
        });
      }
      await accounts.open(userId);
      await database.transaction(async (trx) => {
        // As with a reset: one after the other with a password of the same person, so that one of the two sees the other.
        await deps.accounts.lock(userId, trx);
        const exemptBy = isPerson(actor) ? actor.id : null;
        await accounts.change(userId, { exemptReason: reason, exemptUntil: until, exemptBy }, trx);
        if (isPerson(actor)) await raiseTakeoverAlarm(deps, ['second_step'], actor, target, trx);
        await notices.tell('exempted', userId, { by: namedIn(actor), until }, trx);
        const details = { until: new Date(until).toISOString() };
        await audit.append({ type: 'user.exempted', outcome: 'success', actor, target, reason, details }, trx);
      });
    },

    /** @throws MfaError as `reach`, MFA_NOT_FOUND when there is no exemption */
    async endExemption(actor: Actor, userId: number, { reason }: { reason?: string }): Promise<void> {
      const target = targetOf(await reach(deps, actor, userId, 'exemption'));
      await database.transaction(async (trx) => {
        const account = await accounts.find(userId, trx);
        if (!account?.exemptUntil) throw new MfaError('MFA_NOT_FOUND');
        await accounts.change(userId, { exemptReason: null, exemptUntil: null, exemptBy: null }, trx);
        await notices.tell('exemption_ended', userId, { by: namedIn(actor) }, trx);
        const details = { until: new Date(account.exemptUntil).toISOString(), reason: account.exemptReason };
        await audit.append({ type: 'user.exemption_ended', outcome: 'success', actor, target, reason, details }, trx);
      });
    },
  };
};

export type Exemptions = ReturnType<typeof createExemptions>;
