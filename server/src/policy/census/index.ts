/**
 * Reads the facts that the policy needs, for everybody: for previews, guards, and lists.
 * Promises: a fixed number of queries per page of people, never one per person; the same facts that the front door
 * would read after the right password. Never: writes, a decision of its own.
 */
import type { Core } from '@strapi/strapi';

import { type Account, type Accounts, type MfaConfig, type Ports, withheldByMailbox } from '../../platform';
import type { Authenticator, Authenticators, Factors } from '../../factors';
import type { Neighbors } from '../neighbors';
import type { PolicyFacts } from '../decision';

/** Below the limit of bound parameters of every database. */
const PAGE = 500;
const HOUR_MS = 3_600_000;

/** One administrator as the policy sees them at login, under any given policy. */
export interface Surveyed {
  id: number;
  email: string;
  name: string;
  roles: { id: number; code: string; name: string }[];
  account: Account | null;
  authenticators: readonly Authenticator[];
  facts: Omit<PolicyFacts, 'policy'>;
}

export interface Census {
  /** Every active administrator, by ID, one page at a time. */
  everyone(): AsyncGenerator<Surveyed[]>;
  /** These administrators, active or not. Unknown IDs are left out. */
  of(userIds: readonly number[]): Promise<Surveyed[]>;
}

interface Deps {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  accounts: Accounts;
  authenticators: Authenticators;
  factors: Factors;
  neighbors: Neighbors;
}

interface UserRow {
  id: number;
  email: string;
  firstname: string | null;
  lastname: string | null;
  username: string | null;
  createdAt: string | Date;
  roles: { id: number; code: string; name: string }[] | null;
}

const nameOf = (user: UserRow): string =>
  [user.firstname, user.lastname].filter(Boolean).join(' ') || user.username || user.email;

export const createCensus = (deps: Deps): Census => {
  const { strapi, config, ports, accounts, authenticators, factors, neighbors } = deps;

  const users = (where: Record<string, unknown>): Promise<UserRow[]> =>
    strapi.db.query('admin::user').findMany({
      select: ['id', 'email', 'firstname', 'lastname', 'username', 'createdAt'],
      where,
      orderBy: { id: 'asc' },
      limit: PAGE,
      populate: { roles: { select: ['id', 'code', 'name'] } },
    });

  const survey = async (rows: readonly UserRow[]): Promise<Surveyed[]> => {
    const ids = rows.map((row) => Number(row.id));
    const known = await accounts.findMany(ids);
    const owned = await authenticators.ofMany(ids);
    const codes = await factors.recovery.statusOf([...owned.keys()]);
    const elsewhere = await neighbors.guarded(ids);
    const available = factors.factors().filter((factor) => factor.availability().ok);
    const shared = {
      now: ports.clock.now(),
      stage: 'sign_in' as const,
      available: available.map((factor) => factor.method),
      unattestable: factors.unattestable(),
      provider: 'local',
      session: null,
      trustedBrowserUntil: null,
      firstFactor: null,
      resetEnrollmentMs: config.resetEnrollmentHours * HOUR_MS,
    };
    return rows.map((row) => {
      const account = known.get(Number(row.id)) ?? null;
      const mine = owned.get(Number(row.id)) ?? [];
      const until = account?.exemptUntil ?? null;
      return {
        id: Number(row.id),
        email: row.email,
        name: nameOf(row),
        roles: row.roles ?? [],
        account,
        authenticators: mine,
        facts: {
          ...shared,
          person: {
            createdAt: new Date(row.createdAt).getTime(),
            roleCodes: (row.roles ?? []).map((role) => role.code),
            mustEnrollSince: account?.mustEnrollSince ?? null,
            emailChangedAt: account?.emailChangedAt ?? null,
            exemption: until === null ? null : { until, reason: account?.exemptReason ?? '' },
            guardedElsewhere: elsewhere.has(Number(row.id)),
          },
          authenticators: mine.map((one) => ({
            type: one.type,
            usable: factors.factor(one.type)?.usability(one) === 'usable',
            key: factors.keyFacts(one),
          })),
          recoveryCodes: codes.get(Number(row.id))?.remaining ?? 0,
          withheld: withheldByMailbox(account, { enrolled: mine.length > 0, provider: shared.provider }),
        },
      };
    });
  };

  return {
    async *everyone() {
      for (let last = 0; ;) {
        const page = await users({ isActive: true, id: { $gt: last } });
        if (page.length > 0) yield await survey(page);
        if (page.length < PAGE) return;
        last = Number(page[page.length - 1]?.id);
      }
    },

    async of(userIds) {
      const found: Surveyed[] = [];
      for (let from = 0; from < userIds.length; from += PAGE) {
        found.push(...(await survey(await users({ id: { $in: userIds.slice(from, from + PAGE) } }))));
      }
      return found;
    },
  };
};
