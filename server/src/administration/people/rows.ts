/** A person as People shows them: facts from the census, and the status from the one function that decides it. */
import type { AuthenticatorType, PersonRow } from '../../../../shared/contracts/types';
import { type Census, countsFor, decide, type EffectivePolicy, type Surveyed } from '../../policy';
import { type MfaConfig, type Ports, toIso } from '../../platform';
import type { Factors, Limits } from '../../factors';
import type { Passes } from '../../self-service';
import type { Ranks } from './ranks';
import { isWeak, statusOf } from './status';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** How long People highlights a first method that was added with only a password. */
const FIRST_BOUND_SHOWN_MS = 7 * DAY_MS;

export interface RowDeps {
  census: Census;
  config: MfaConfig;
  factors: Factors;
  limits: Limits;
  passes: Passes;
  ports: Ports;
  ranks: Ranks;
}

export interface Rows {
  /** In the order of the IDs. Missing people are left out. `aboveYou` compares with `asker`. */
  of(userIds: readonly number[], policy: EffectivePolicy, asker: number | null): Promise<PersonRow[]>;
  /** The number of queries doesn't depend on the number of people. */
  from(people: readonly Surveyed[], policy: EffectivePolicy, asker: number | null): Promise<PersonRow[]>;
}

/** A person's data in other tables. */
interface Beside {
  lock: { until: number | null } | null;
  /** When a pass expires. */
  pass: number | null;
  above: boolean;
}

export const createRows = (deps: RowDeps): Rows => {
  const { census, config, factors, limits, passes, ports, ranks } = deps;

  const weak = (type: AuthenticatorType): boolean => {
    const factor = factors.factor(type);
    return factor === null || isWeak(factor.traits);
  };

  const recently = (at: number | null): string | null =>
    at !== null && ports.clock.now() - at < FIRST_BOUND_SHOWN_MS ? toIso(at) : null;

  /** Makes the same decision as a passkey login, which other plugins never cover. */
  const logsInWith = ({ facts }: Surveyed, policy: EffectivePolicy, index: number): boolean => {
    const authenticators = facts.authenticators.map((one, at) => (at === index ? { ...one, proved: true } : one));
    const someone = { ...facts.person, guardedElsewhere: false };
    return decide({ ...facts, policy, person: someone, stage: 'passkey', authenticators }).action === 'allow';
  };

  const keysOf = (
    person: Surveyed,
    policy: EffectivePolicy
  ): Pick<PersonRow, 'logsInAlone' | 'uncountedKeys' | 'withdrawnKeys'> => {
    const { facts } = person;
    const counts = countsFor(policy, facts.person.roleCodes);
    const keys = facts.authenticators.filter(({ key }) => key !== undefined);
    const isFound = (index: number): boolean => {
      const one = person.authenticators[index];
      return one !== undefined && factors.isFoundAlone(one);
    };
    return {
      logsInAlone: facts.authenticators.some((_, index) => isFound(index) && logsInWith(person, policy, index)),
      uncountedKeys: keys.filter((one) => !counts(one)).length,
      withdrawnKeys: keys.filter(({ key }) => key?.withdrawn).length,
    };
  };

  const rowOf = (person: Surveyed, policy: EffectivePolicy, { lock, pass, above }: Beside): PersonRow => {
    const { account, facts } = person;
    const now = ports.clock.now();
    const verdict = decide({ ...facts, policy });
    const enrolled = person.authenticators.length > 0;
    const accepted = facts.authenticators
      .filter((one) => one.usable && countsFor(policy, facts.person.roleCodes)(one))
      .map((one) => one.type);
    const exemptUntil = account?.exemptUntil ?? null;
    const mustEnrollSince = enrolled ? null : (account?.mustEnrollSince ?? null);
    const held = new Set(person.authenticators.map((one) => one.type));
    return {
      id: person.id,
      email: person.email,
      name: person.name,
      roles: person.roles.map(({ id, code, name }) => ({ id: Number(id), code, name })),
      requirement: verdict.requirement,
      status: statusOf({ verdict, accepted, enrolled, locked: lock !== null }, weak),
      methods: factors.factors().flatMap(({ method }) => (held.has(method) ? [method] : [])),
      recoveryCodesRemaining: facts.recoveryCodes,
      lastVerifiedAt: toIso(account?.lastVerifiedAt),
      graceEndsAt: enrolled ? null : toIso(verdict.graceEndsAt),
      lockedUntil: toIso(lock?.until),
      exemptUntil: exemptUntil !== null && exemptUntil > now ? toIso(exemptUntil) : null,
      mustEnrollUntil: mustEnrollSince === null ? null : toIso(mustEnrollSince + config.resetEnrollmentHours * HOUR_MS),
      firstBoundAt: enrolled ? recently(account?.firstBoundAt ?? null) : null,
      pass: pass === null ? null : { expiresAt: new Date(pass).toISOString() },
      ...keysOf(person, policy),
      aboveYou: above,
    };
  };

  const from: Rows['from'] = async (people, policy, asker) => {
    const ids = people.map(({ id }) => id);
    const locked = await limits.locksOf(ids);
    const given = await passes.of(ids);
    const above = asker === null ? new Set<number>() : await ranks.rolesAbove(asker);
    return people.map((person) => {
      return rowOf(person, policy, {
        lock: locked.get(person.id) ?? null,
        pass: given.get(person.id) ?? null,
        above: person.id !== asker && person.roles.some((role) => above.has(Number(role.id))),
      });
    });
  };

  return {
    from,
    async of(userIds, policy, asker) {
      const rows = new Map((await from(await census.of(userIds), policy, asker)).map((row) => [row.id, row]));
      return userIds.flatMap((id) => rows.get(id) ?? []);
    },
  };
};
