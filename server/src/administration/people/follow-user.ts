import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { type Accounts, type Database, hear, logFailure, type Ports, type Trx } from '../../platform';
import type { AuditTrail } from '../../audit';
import type { Authenticators, Ceremonies, Factors, Limits } from '../../factors';
import type { Notices } from '../../notices';
import type { Sessions, Trust } from '../../sessions';
import type { TransactionStore } from '../../gate';
import { raiseTakeoverAlarm } from './takeover-alarm';

const USER_UID = 'admin::user';

export interface FollowDeps {
  strapi: Core.Strapi;
  accounts: Accounts;
  audit: AuditTrail;
  authenticators: Authenticators;
  ceremonies: Ceremonies;
  database: Database;
  factors: Factors;
  limits: Limits;
  notices: Notices;
  ports: Ports;
  sessions: Sessions;
  store: TransactionStore;
  trust: Trust;
}

interface Changed {
  id?: number;
  email?: string;
}

/** Ends what a person has open: sessions but `except`, questions, ceremonies, trusted browsers. Returns how many sessions. */
export const endEverything = async (
  deps: Pick<FollowDeps, 'sessions' | 'store' | 'ceremonies' | 'trust'>,
  userId: number,
  trx: Trx,
  except?: string
): Promise<number> => {
  const ended = await deps.sessions.endAll(userId, trx, { except });
  await deps.store.endAll(userId, trx);
  await deps.ceremonies.endAll(userId, trx);
  await deps.trust.revoke(userId, null, trx);
  return ended;
};

/** Strapi uses the link up as it sets the password: one that was mailed to reset it, or to invite somebody. */
const LINKS = ['resetPasswordToken', 'registrationToken'] as const;
const cameByMail = (data: Record<string, unknown>): boolean =>
  typeof data.password === 'string' && LINKS.some((link) => link in data);

/** Before Strapi writes the password, so that it is never there without this; not even when the process dies between. */
const spendMailbox = async (deps: FollowDeps, where: unknown): Promise<void> => {
  const row: Changed | null = await deps.strapi.db.query(USER_UID).findOne({ where, select: ['id'] });
  const id = row?.id;
  if (!id || (await deps.authenticators.count(id)) === 0) return;
  const mailboxSpentAt = deps.ports.clock.now();
  await deps.database.transaction((trx) => deps.accounts.change(id, { mailboxSpentAt }, trx));
};

/** A password that was set otherwise says nothing about the mailbox. */
const mailboxIsFresh = async ({ accounts }: FollowDeps, userId: number, trx: Trx): Promise<void> => {
  if ((await accounts.find(userId, trx))?.mailboxSpentAt) await accounts.change(userId, { mailboxSpentAt: null }, trx);
};

/**
 * Strapi has written its part by now. When ours fails, what was open before ends all the same, without a record if need
 * be: somebody who takes a stolen password back must not leave the thief's session alive. In a transaction of the host's
 * own nothing is decided yet, and whoever owns it undoes both.
 */
const endingAtLeast = async (deps: FollowDeps, userId: number, work: () => Promise<void>): Promise<void> => {
  const joined = deps.strapi.db.inTransaction();
  try {
    await work();
  } catch (error) {
    if (joined) throw error;
    logFailure(deps.strapi, 'following a change of a person', error);
    await deps.database.transaction(async (trx) => void (await endEverything(deps, userId, trx)));
    throw error;
  }
};

/** Every row of a deleted person goes; ids might be given again on some databases. */
const forget = async (deps: FollowDeps, userId: number, trx: Trx): Promise<void> => {
  await endEverything(deps, userId, trx);
  await deps.authenticators.removeAll(userId, trx);
  await deps.factors.recovery.removeAll(userId, trx);
  await deps.limits.unlock(userId, trx);
  await deps.accounts.remove(userId, trx);
};

/**
 * What Strapi does to a person has consequences here, by whatever path it was done: profile, user management, reset by
 * mail, the command line of the host, or custom code.
 */
export const followUsers = (deps: FollowDeps): (() => void) => {
  const { strapi, sessions } = deps;

  /** The session that changes its own password stays; every other one of that person ends. */
  const ownFamily = async (userId: number, trx: Trx): Promise<string | undefined> => {
    const ctx = strapi.requestContext.get() as Context | undefined;
    if (!ctx || Number(ctx.state.user?.id) !== userId) return undefined;
    const sessionId = sessions.idOf(ctx);
    if (!sessionId) return undefined;
    return (await sessions.families.open(sessionId, userId, trx)).familyId;
  };

  const changed = async (result: Changed | null, data: Record<string, unknown>): Promise<void> => {
    if (!result?.id) return;
    const { id, email = '' } = result;
    const target = { id, email };
    if (data.isActive === false) {
      const deactivated = async (trx: Trx): Promise<void> => {
        await deps.accounts.lock(id, trx);
        await endEverything(deps, id, trx);
        await deps.audit.append({ type: 'user.deactivated', outcome: 'success', target }, trx);
      };
      return endingAtLeast(deps, id, () => deps.database.transaction(deactivated));
    }
    const { password } = data;
    if (typeof password !== 'string') return;
    const actor = actorOf(strapi);
    // All of it inside: code of the host may be in a transaction already, and SQLite has one connection.
    const passwordChanged = async (trx: Trx): Promise<void> => {
      // One after the other with a reset of the same person, so that one of the two sees the other. It has to be the first
      // read: on MySQL the first plain one takes the picture that all later ones see.
      await deps.accounts.lock(id, trx);
      const except = await ownFamily(id, trx);
      await endEverything(deps, id, trx, except);
      if (!cameByMail(data)) await mailboxIsFresh(deps, id, trx);
      if (actor) await raiseTakeoverAlarm(deps, 'second_step', actor, target, trx);
      await deps.audit.append(
        { type: 'user.password_changed', outcome: 'success', target, actor: actor ?? target },
        trx
      );
    };
    await endingAtLeast(deps, id, () => deps.database.transaction(passwordChanged));
  };

  return hear(strapi, USER_UID, {
    async beforeUpdate({ params }) {
      if (cameByMail((params.data ?? {}) as Record<string, unknown>)) await spendMailbox(deps, params.where);
    },
    async afterUpdate({ params, result }) {
      await changed(result as Changed | null, (params.data ?? {}) as Record<string, unknown>);
    },
    async beforeUpdateMany({ params }) {
      const data = (params.data ?? {}) as Record<string, unknown>;
      if (data.isActive !== false && typeof data.password !== 'string') return;
      const rows = await strapi.db.query(USER_UID).findMany({ where: params.where, select: ['id', 'email'] });
      for (const row of rows) await changed(row as Changed, data);
    },
    async afterDelete({ result }) {
      const { id, email = '' } = (result ?? {}) as Changed;
      if (!id) return;
      await deps.database.transaction(async (trx) => {
        await forget(deps, id, trx);
        await deps.audit.append(
          {
            type: 'user.deleted',
            outcome: 'success',
            target: { id, email },
            actor: actorOf(strapi) ?? { kind: 'system' },
          },
          trx
        );
      });
    },
    async beforeDeleteMany({ params }) {
      const rows = await strapi.db.query(USER_UID).findMany({ where: params.where, select: ['id'] });
      await deps.database.transaction(async (trx) => {
        for (const row of rows) await forget(deps, Number((row as Changed).id), trx);
      });
    },
  });
};

const actorOf = (strapi: Core.Strapi): { id: number; email: string } | null => {
  const user: unknown = strapi.requestContext.get()?.state?.user;
  if (typeof user !== 'object' || user === null || !('id' in user) || !('email' in user)) return null;
  return { id: Number(user.id), email: String(user.email) };
};
