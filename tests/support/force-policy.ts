/** Sets the policy as a saved one, past the page's guards: tests of what a policy does, not of who may save it. */
import type { PolicyFields } from '../../server/src/platform/config';
import { DEFAULT_FIELDS } from '../../server/src/policy/decision/document';
import type { Host } from './host';

export const forcePolicy = async (
  host: Pick<Host, 'container'>,
  change: Partial<PolicyFields>,
  since?: Record<string, number>
): Promise<void> => {
  const { database, policies, guard, ports } = host.container;
  const stored = await policies.stored();
  const now = ports.clock.now();
  await database.transaction(async (trx) => {
    const fields = { ...DEFAULT_FIELDS, ...stored.fields, ...change };
    const done = await policies.replace(
      { ...stored, fields, since: since ?? { ...stored.since, default: now }, changedAt: now },
      stored.changedAt,
      trx
    );
    if (!done) throw new Error('Somebody else changed the policy of this test.');
  });
  guard.forget();
};
