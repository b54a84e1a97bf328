import { type Database, listenTo, logFailure, type Trx } from '../../platform';
import type { Authenticators, Factors, Limits } from '../../factors';
import { createOnceOnly } from '../../notices';
import {
  type AccountChange,
  type Before,
  cameByMail,
  changeOf,
  changesNothing,
  concerns,
  readUsers,
  USER_UID,
  type UserData,
} from './account-changes';
import { type ConsequenceDeps, drawConsequences, requester } from './consequences';
import { endEverything } from './end-everything';
import type { Exemptions } from './exemptions';
import { followRoles } from './follow-roles';
import type { CheckRows } from './verification';

export interface FollowDeps extends ConsequenceDeps {
  authenticators: Authenticators;
  database: Database;
  factors: Factors;
  identityChecks: CheckRows;
  limits: Limits;
  people: Pick<Exemptions, 'lapseExemptions'>;
}

const dataOf = (params: { data?: unknown }): UserData => (params.data ?? {}) as UserData;

/**
 * Written before Strapi writes the password, so that one is never there without the other, even if the process dies.
 */
const spendMailbox = async (deps: FollowDeps, id: number): Promise<void> => {
  if ((await deps.authenticators.count(id)) === 0) return;
  const mailboxSpentAt = deps.ports.clock.now();
  await deps.database.transaction((trx) => deps.accounts.change(id, { mailboxSpentAt }, trx));
};

/**
 * Strapi has already written its part. If ours fails, open sessions still end, without a record if need be: a person
 * who replaces a stolen password must not leave the thief's session alive. In a transaction of the host's own code
 * nothing is decided yet, and its owner rolls back both.
 */
const endingAtLeast = async (deps: FollowDeps, userId: number, work: (trx: Trx) => Promise<void>): Promise<void> => {
  const joined = deps.strapi.db.inTransaction();
  try {
    // All of it inside one transaction: the host's code may already have one, and SQLite has only one connection.
    await deps.database.transaction(work);
  } catch (error) {
    if (joined) throw error;
    logFailure(deps.strapi, 'handling a change of an admin user', error);
    await deps.database.transaction(async (trx) => void (await endEverything(deps, userId, trx)));
    throw error;
  }
};

/** Deletes every row of a deleted person, because some databases reuse IDs. */
const forget = async (deps: FollowDeps, userId: number, trx: Trx): Promise<void> => {
  await endEverything(deps, userId, trx);
  await deps.authenticators.removeAll(userId, trx);
  await deps.factors.recovery.removeAll(userId, trx);
  await deps.limits.unlock(userId, trx);
  await deps.passes.end(userId, trx);
  await deps.identityChecks.forget(userId, trx);
  await createOnceOnly(deps).forgetPerson(userId, trx);
  await deps.accounts.remove(userId, trx);
};

/**
 * Handles changes of admin users, whatever made them: the profile, user management, a reset by email, the command line,
 * or custom code. People are read before Strapi writes. Effects follow after it has written.
 */
export const followUsers = (deps: FollowDeps): (() => void) => {
  const { strapi } = deps;
  const before = new WeakMap<object, Before[]>();

  const look = async (params: { where?: unknown; data?: unknown }, limit?: number): Promise<Before[]> => {
    const people = await readUsers(strapi, params.where, { roles: dataOf(params).roles !== undefined, limit });
    before.set(params, people);
    return people;
  };

  const follow = async (change: AccountChange): Promise<void> => {
    if (changesNothing(change)) return;
    // Creates the row to lock outside the transaction: on MySQL, two transactions that create the same row deadlock.
    if (!strapi.db.inTransaction()) await deps.accounts.open(change.id);
    await endingAtLeast(deps, change.id, (trx) => drawConsequences(deps, change, trx));
    if (change.rolesGained.length + change.rolesLost.length > 0) await deps.people.lapseExemptions();
  };

  const rolesNow = async ({ id, roles }: Before, data: UserData): Promise<Before['roles']> => {
    if (data.roles === undefined) return roles;
    const [now] = await readUsers(strapi, { id }, { roles: true });
    return now?.roles ?? roles;
  };

  const changed = async (params: { data?: unknown }): Promise<void> => {
    const data = dataOf(params);
    for (const person of before.get(params) ?? []) await follow(changeOf(person, data, await rolesNow(person, data)));
  };

  const deleted = async ({ id, email }: Pick<Before, 'id' | 'email'>): Promise<void> => {
    await deps.database.transaction(async (trx) => {
      await forget(deps, id, trx);
      const actor = requester(strapi) ?? { kind: 'system' as const };
      await deps.audit.append({ type: 'user.deleted', outcome: 'success', target: { id, email }, actor }, trx);
    });
    await deps.people.lapseExemptions();
  };

  // Roles that gain or lose permissions change the rank of everyone who holds them.
  const regraded = () => deps.people.lapseExemptions();
  const stopListeningToGrants = listenTo(strapi, 'admin::permission', {
    afterCreate: regraded,
    afterCreateMany: regraded,
    afterUpdate: regraded,
    afterDelete: regraded,
    afterDeleteMany: regraded,
  });

  const stopListeningToUsers = listenTo(strapi, USER_UID, {
    async beforeUpdate({ params }) {
      const data = dataOf(params);
      if (!concerns(data)) return;
      const [person] = await look(params, 1);
      if (person && cameByMail(data)) await spendMailbox(deps, person.id);
    },
    afterUpdate: ({ params }) => changed(params),
    async beforeUpdateMany({ params }) {
      if (concerns(dataOf(params))) await look(params);
    },
    afterUpdateMany: ({ params }) => changed(params),
    async afterDelete({ result }) {
      const { id, email = '' } = (result ?? {}) as Partial<Before>;
      if (id) await deleted({ id, email });
    },
    async beforeDeleteMany({ params }) {
      await look(params);
    },
    async afterDeleteMany({ params }) {
      const people = before.get(params) ?? [];
      const left = await readUsers(strapi, { id: { $in: people.map(({ id }) => id) } }, { roles: false });
      const still = new Set(left.map(({ id }) => id));
      for (const person of people.filter(({ id }) => !still.has(id))) await deleted(person);
    },
  });
  const stopListeningToRoles = followRoles({ strapi, follow });
  return () => {
    stopListeningToGrants();
    stopListeningToRoles();
    stopListeningToUsers();
  };
};
