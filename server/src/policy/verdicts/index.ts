/**
 * Reads the facts about one person and asks the policy. The login, the guard, transactions, People, and `explain` all
 * use this, so they can't disagree.
 * Promises: reads the database at every login; throws on errors, and never treats one as "not enrolled". Never: writes.
 */
import type { Core } from '@strapi/strapi';

import type { AuthenticatorType, KeyShortfall, Method } from '../../../../shared/contracts/types';
import {
  type Account,
  CLOCK_SKEW_MS,
  type Database,
  type KeyRing,
  type MfaConfig,
  type Ports,
  withheldByMailbox,
} from '../../platform';
import type { Authenticator, Factors } from '../../factors';
import type { Neighbors } from '../neighbors';
import {
  countsFor,
  decide,
  keyShortfall,
  methodsFor,
  type EffectivePolicy,
  type PolicyFacts,
  type PolicyStore,
  type Verdict,
} from '../decision';
import { type Family, type FirstFactor, trustedUntilOf } from '../../sessions';
import type { AdminUser } from './admin-user';
import { createPersonFacts, type PersonFacts, type PersonFactsOptions } from './person-facts';

export type { AdminUser } from './admin-user';
export type { PersonFacts } from './person-facts';

const HOUR_MS = 3_600_000;

export interface Situation {
  user: AdminUser;
  policy: EffectivePolicy;
  account: Account | null;
  authenticators: Authenticator[];
  recoveryCodes: number;
  verdict: Verdict;
  facts: PolicyFacts;
  /** What's allowed for this person, and whether an authenticator of theirs, or a new one, counts. */
  allowed: {
    methods: AuthenticatorType[];
    counts(one: Pick<Authenticator, 'type' | 'data'>): boolean;
    /** Why the policy doesn't accept this key. Ignores methods. */
    shortfall(one: Pick<Authenticator, 'type' | 'data'>): KeyShortfall | null;
  };
}

export interface Door {
  stage: PolicyFacts['stage'];
  provider: string;
  /** The authenticator that was just proved, for the stage `passkey`. */
  proved?: Authenticator;
  /** How the session began or begins. `login` by default. */
  through?: string;
  withheld?: readonly Method[];
  family?: Family | null;
  trustedBrowserUntil?: number | null;
  /** The proof of a transaction. A family has its own. */
  firstFactor?: FirstFactor | null;
}

export interface Verdicts {
  /** The person with their roles, or null if there is none. */
  user(userId: number): Promise<AdminUser | null>;
  /** Everything that a verdict needs, in one statement. The person doesn't include fields that a site has added. */
  known(userId: number, options?: PersonFactsOptions): Promise<PersonFacts | null>;
  /** The complete person, with columns that a site has added, for answers that return them. Throws if they are gone. */
  shown(user: AdminUser): Promise<AdminUser>;
  judge(person: PersonFacts, door: Door): Promise<Situation>;
  /** Judges a person who was already read. */
  assess(user: AdminUser, door: Door, policy?: EffectivePolicy): Promise<Situation>;
}

interface Deps {
  strapi: Core.Strapi;
  database: Database;
  keys: KeyRing;
  config: MfaConfig;
  ports: Ports;
  factors: Factors;
  neighbors: Neighbors;
  policies: PolicyStore;
}

export const createVerdicts = (deps: Deps): Verdicts => {
  const known = createPersonFacts(deps);

  const judge = async (person: PersonFacts, door: Door): Promise<Situation> => {
    const { user, policy, account, authenticators, recoveryCodes } = person;
    const factors = deps.factors.factors();
    const family = door.family ?? null;
    const now = deps.ports.clock.now();
    const through = door.stage === 'session' ? (family?.door ?? door.through ?? null) : (door.through ?? 'login');
    const guardedElsewhere = policy.stepsAside === true && (await deps.neighbors.guardedAt(user.id, through));
    const facts: PolicyFacts = {
      now,
      stage: door.stage,
      policy,
      person: {
        createdAt: new Date(user.createdAt).getTime(),
        roleCodes: (user.roles ?? []).map((role) => role.code),
        mustEnrollSince: account?.mustEnrollSince ?? null,
        exemption: account?.exemptUntil ? { until: account.exemptUntil, reason: account.exemptReason ?? '' } : null,
        emailChangedAt: account?.emailChangedAt ?? null,
        guardedElsewhere,
      },
      authenticators: authenticators.map((one) => ({
        type: one.type,
        usable: deps.factors.factor(one.type)?.usability(one) === 'usable',
        key: deps.factors.keyFacts(one),
        ...(door.proved?.uid === one.uid ? { proved: true } : {}),
      })),
      recoveryCodes,
      available: factors.filter((factor) => factor.availability().ok).map((factor) => factor.method),
      unattestable: deps.factors.unattestable(),
      withheld: [
        ...(door.withheld ?? []),
        ...withheldByMailbox(account, { enrolled: authenticators.length > 0, provider: door.provider }),
      ],
      provider: door.provider,
      session:
        door.stage === 'session'
          ? {
              verifiedAt: family?.verifiedAt ?? null,
              method: family?.method ?? null,
              ...(family ? { userVerified: family.userVerified } : {}),
              // The clock was set back after this session began, so the session would outlast the trust it's based on.
              trustedUntil: family && family.beganAt <= now + CLOCK_SKEW_MS ? trustedUntilOf(family, user) : null,
            }
          : null,
      trustedBrowserUntil: door.trustedBrowserUntil ?? null,
      firstFactor: door.firstFactor ?? family?.firstFactor ?? null,
      resetEnrollmentMs: deps.config.resetEnrollmentHours * HOUR_MS,
    };
    const { roleCodes } = facts.person;
    const counts = countsFor(policy, roleCodes);
    const allowed: Situation['allowed'] = {
      methods: methodsFor(policy, roleCodes),
      counts: (one) => counts({ type: one.type, key: deps.factors.keyFacts(one) }),
      shortfall: (one) => keyShortfall(policy.authenticators, deps.factors.keyFacts(one)),
    };
    return { user, policy, account, authenticators, recoveryCodes, verdict: decide(facts), facts, allowed };
  };

  return {
    known,
    judge,

    async user(userId) {
      const row: unknown = await deps.strapi.db
        .query('admin::user')
        .findOne({ where: { id: userId }, populate: ['roles'] });
      return row as AdminUser | null;
    },

    async shown(user) {
      const row: unknown = await deps.strapi.db.query('admin::user').findOne({ where: { id: user.id } });
      if (!row) throw new Error('a person vanished while they logged in');
      return { ...(row as AdminUser), roles: user.roles };
    },

    async assess(user, door, policy) {
      const person = await known(user.id);
      if (!person) throw new Error('a person vanished while they were being judged');
      return judge({ ...person, user, policy: policy ?? person.policy }, door);
    },
  };
};

/** The name of a person in emails, lists, and the authenticator's dialog. */
export const personName = (user: Pick<AdminUser, 'firstname' | 'lastname' | 'username' | 'email'>): string =>
  [user.firstname, user.lastname].filter(Boolean).join(' ') || user.username || user.email;
