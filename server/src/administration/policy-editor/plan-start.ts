/**
 * Writes down that a planned requirement began. It applied from its date on, whether or not this runs: what this adds is
 * the event in the audit trail, and a row that says what applies.
 */
import type { Recorder } from '../../audit';
import type { Database, PolicyFields } from '../../platform';
import { DEFAULT_FIELDS, type PolicyStore } from '../../policy';
import { changesBetween, recorded } from './change';

interface Deps {
  database: Database;
  audit: Recorder;
  policies: PolicyStore;
}

/** Safe on every node, at any time: one conditional write, and the event in the same transaction. */
export const createPlanStart =
  ({ database, audit, policies }: Deps) =>
  (): Promise<void> =>
    database.transaction(async (trx) => {
      const settled = await policies.settlePlan(trx);
      if (!settled) return;
      const [before, after] = [settled.before, settled.after].map(({ fields }): PolicyFields => ({
        ...DEFAULT_FIELDS,
        ...fields,
      }));
      if (!before || !after) return;
      const details = {
        startsAt: before.planned?.startsAt ?? null,
        plannedBy: settled.before.changedBy?.email ?? null,
        changes: changesBetween(before, after).map(recorded),
      };
      await audit.append(
        { type: 'policy.planned_started', outcome: 'success', actor: { kind: 'system' }, details },
        trx
      );
    });
