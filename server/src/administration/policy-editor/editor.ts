/** Changes the policy: checks its effect on everybody first, writes it once, and records old → new. */
import type { Core } from '@strapi/strapi';

import type { PolicyPreview } from '../../../../shared/contracts/types';
import type { Recorder } from '../../audit';
import {
  begun,
  type Census,
  DEFAULT_FIELDS,
  DEFAULT_SOURCE,
  type EffectivePolicy,
  normalized,
  POLICY_KEYS,
  type PolicyStore,
  stampSources,
} from '../../policy';
import {
  giveWay,
  type Database,
  type MfaConfig,
  MfaError,
  type PolicyFields,
  type Ports,
  toIso,
  type Trx,
} from '../../platform';
import { availabilitiesOf, type Factors } from '../../factors';
import type { Notices } from '../../notices';
import { activeSuperAdmins, type Ranks } from '../people';
import { createDifference } from './difference';
import { changesBetween, recorded } from './change';
import { createCount, type Candidate } from './impact';
import { changesSupport, loosenedSources, relaxes } from './loosening';
import { createPlanStart } from './plan-start';
import { createRefusals, refuseDate, refuseLocked, refuseUnsafe, type Assessment, type Author } from './refusals';
import { warningsOf, warningsOfPlan } from './lockouts';

export type { Author } from './refusals';

export interface PolicyEditor {
  /** The effect of a policy on everybody, from this author's view. Writes nothing. */
  preview(fields: PolicyFields, author: Author): Promise<PolicyPreview>;
  /**
   * Saves the whole policy and returns the effective one. `seen` is the `updatedAt` of the policy that was edited. If
   * it's undefined, that check is skipped.
   * @throws MfaError MFA_POLICY_CHANGED, MFA_POLICY_LOCKED, MFA_INVALID_REQUEST, MFA_TARGET_ABOVE_YOU,
   * MFA_POLICY_WOULD_LOCK_OUT
   */
  save(fields: PolicyFields, author: Author, seen?: string | null): Promise<EffectivePolicy>;
  /** Call this every minute, on every node: records that a planned requirement began. It applies even without. */
  startPlanned(): Promise<void>;
}

interface Deps {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  database: Database;
  audit: Recorder;
  policies: PolicyStore;
  census: Census;
  factors: Factors;
  ranks: Ranks;
  notices: Notices;
  /** Called after the commit, because cached verdicts of this process are outdated. */
  changed(): void;
}

export const createPolicyEditor = (deps: Deps): PolicyEditor => {
  const { strapi, config, ports, database, audit, policies, census, factors, ranks, notices } = deps;

  const { refuseUnknown } = createRefusals(deps);

  /** The effective policy: the configuration still wins, and new sources get the time they began. */
  const candidateOf = (now: EffectivePolicy, fields: PolicyFields): EffectivePolicy => {
    const then = { ...now, ...normalized({ ...fields, ...config.policy }) };
    const at = ports.clock.now();
    return begun({ ...then, since: stampSources(now.since, then, at) }, config.policy, at);
  };

  const assess = async (
    now: EffectivePolicy,
    then: EffectivePolicy,
    author: Author,
    also: (person: Candidate) => void = () => undefined
  ): Promise<Assessment> => {
    const lowered = loosenedSources(now, then);
    const above = lowered.size > 0 && !author.commandLine ? await ranks.rolesAbove(author.id) : new Set<number>();
    const count = createCount(now, then, author.id);
    let freesSomebodyAbove = false;
    for await (const page of census.everyone()) {
      for (const person of page) {
        const own = person.id === author.id;
        const candidate = own ? { ...person, facts: { ...person.facts, provider: author.provider } } : person;
        count.add(candidate);
        also(candidate);
        const bound = lowered.has(DEFAULT_SOURCE) || person.roles.some((role) => lowered.has(role.code));
        if (bound && !own && person.roles.some((role) => above.has(role.id))) freesSomebodyAbove = true;
      }
      await giveWay();
    }
    const methods = availabilitiesOf(factors);
    return { now, then, tally: count.tally, methods, freesSomebodyAbove };
  };

  const recordDenied = (author: Author): Promise<void> =>
    audit.append({
      type: 'access.denied',
      outcome: 'failure',
      actor: { id: author.id, email: author.email },
      reason: 'policy_of_somebody_above',
    });

  const tellSuperAdmins = async (event: 'policy_relaxed' | 'support_changed', author: Author, trx: Trx) => {
    for (const id of await activeSuperAdmins(strapi)) await notices.tell(event, id, { by: author.email }, trx);
  };

  const isBelow = async (author: Author): Promise<boolean> =>
    !author.commandLine && (await ranks.rolesAbove(author.id)).size > 0;

  /** Whether saving sends Super Admins an email, as `write` does. */
  const tellsSuperAdmins = async (now: EffectivePolicy, then: EffectivePolicy, author: Author): Promise<boolean> =>
    (relaxes(now, then) && now.notices.policy_relaxed !== false) ||
    (changesSupport(now, then) && now.notices.support_changed !== false && (await isBelow(author)));

  const startPlanned = createPlanStart(deps);

  const write = async (now: EffectivePolicy, then: EffectivePolicy, author: Author): Promise<EffectivePolicy> => {
    const supportFromBelow = changesSupport(now, then) && (await isBelow(author));
    return database.transaction(async (trx) => {
      const stored = await policies.stored(trx);
      const before = { ...DEFAULT_FIELDS, ...stored.fields };
      const keys = POLICY_KEYS.map((key) => [key, now.lockedByConfig.includes(key) ? before[key] : then[key]]);
      const next = {
        fields: Object.fromEntries(keys) as PolicyFields,
        since: then.since,
        // Two saves within one millisecond need different timestamps, so that an editor of the first notices the
        // second.
        changedAt: Math.max(ports.clock.now(), (now.changedAt ?? 0) + 1),
        changedBy: author.commandLine ? null : { id: author.id, email: author.email },
      };
      // Sent before the policy is replaced, so that a policy that turns this email off can't turn off its own.
      if (relaxes(now, then)) await tellSuperAdmins('policy_relaxed', author, trx);
      if (supportFromBelow) await tellSuperAdmins('support_changed', author, trx);
      if (!(await policies.replace(next, now.changedAt, trx))) throw new MfaError('MFA_POLICY_CHANGED');
      const bound = await policies.current(trx);
      await audit.append(
        {
          type: 'policy.changed',
          outcome: 'success',
          actor: author.commandLine ? { kind: 'cli' } : { id: author.id, email: author.email },
          details: { changes: changesBetween(now, then).map(recorded), relaxed: relaxes(now, then) },
        },
        trx
      );
      return bound;
    });
  };

  return {
    async preview(fields, author) {
      const now = await policies.current();
      const then = candidateOf(now, fields);
      const tells = await tellsSuperAdmins(now, then, author);
      const difference = createDifference(now, then, { authorId: author.id, tellsSuperAdmins: tells });
      const assessment = await assess(now, then, author, difference.add);
      const { users, affected } = assessment.tally;
      const warnings = [...warningsOf(assessment), ...warningsOfPlan(difference.risks())];
      return { users, affected, warnings, difference: difference.result() };
    },

    startPlanned,

    async save(fields, author, seen) {
      await startPlanned();
      const now = await policies.current();
      if (seen !== undefined && toIso(seen === null ? null : Date.parse(seen)) !== toIso(now.changedAt)) {
        throw new MfaError('MFA_POLICY_CHANGED', { updatedAt: toIso(now.changedAt) });
      }
      refuseLocked(now, fields);
      await refuseUnknown(now, fields);
      refuseDate(now, normalized(fields), ports.clock.now());
      const then = candidateOf(now, fields);
      // A policy that isn't believed is saved again, even if nothing changed.
      if (changesBetween(now, then).length === 0 && !now.doubted) return now;
      const assessment = await assess(now, then, author);
      if (assessment.freesSomebodyAbove) await recordDenied(author);
      refuseUnsafe(assessment, author);
      const bound = await write(now, then, author);
      deps.changed();
      return bound;
    },
  };
};
