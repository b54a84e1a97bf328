/** Sets the policy without the checks of saving, for tests of what a policy does. */
import type { PolicyFields } from '../../server/src/platform/config';
import { DEFAULT_FIELDS } from '../../server/src/policy/decision/document';
import { withSeal } from '../../server/src/policy/decision/policy-seal';
import type { Host } from './host';

export const forcePolicy = async (
  host: Pick<Host, 'container'>,
  change: Partial<PolicyFields>,
  since?: Record<string, number>
): Promise<void> => {
  const { database, policies, guard, ports } = host.container;
  const stored = await policies.stored();
  const now = ports.clock.now();
  const changedAt = Math.max(now, (stored.changedAt ?? 0) + 1);
  await database.transaction(async (trx) => {
    const fields = { ...DEFAULT_FIELDS, ...stored.fields, ...change };
    const done = await policies.replace(
      { ...stored, fields, since: since ?? { ...stored.since, default: now }, changedAt },
      stored.changedAt,
      trx
    );
    if (!done) throw new Error('Somebody else changed the policy of this test.');
  });
  guard.forget();
};

/** Seals the current row, as if another node of this host, or an older version, had written it. */
export const sealPolicy = async ({ container: { database, keys } }: Pick<Host, 'container'>): Promise<void> => {
  const { id: _id, seal: _seal, ...columns } = await database.table('policies').first();
  await database.table('policies').update({ seal: withSeal(keys, columns).seal });
};

/** Restores the defaults, whatever the row contains. */
export const repairPolicy = async ({
  container: { database, policies, guard },
}: Pick<Host, 'container'>): Promise<void> => {
  await database.transaction((trx) => policies.repair({}, trx));
  guard.forget();
};
