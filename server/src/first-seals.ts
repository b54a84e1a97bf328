/**
 * Rows that decide who is let past (the policy, exemptions, enrollment passes) carry a seal, and beside a key one without
 * is not believed. Those from before there were seals get theirs once, at the first start that can make them, and the
 * trail says so. Afterwards every trace of a seal has to be taken away before a start would do that again, and it is
 * recorded again.
 */
import { createMarks } from './notices';
import type { Container } from './container';
import type { Database, Trx } from './platform';
import { POLICY_SAVED } from './policy';

const MARK = 'rows:sealed';
const SYSTEM = { kind: 'system' } as const;
const DAY_MS = 86_400_000;

const hasTraces = async (database: Database, trx: Trx): Promise<boolean> => {
  const traces = [
    () => database.table('policies', trx).whereNotNull('seal').first('id'),
    () => database.table('accounts', trx).whereNotNull('exempt_seal').first('id'),
    () => database.table('passes', trx).whereNotNull('seal').first('id'),
    () => database.table('auditEntries', trx).where({ type: 'rows.sealed' }).first('id'),
  ];
  for (const trace of traces) if (await trace()) return true;
  return false;
};

const wasPolicySaved = async (database: Database, trx: Trx): Promise<boolean> =>
  Boolean(
    (await database.table('marks', trx).where({ mark_key: POLICY_SAVED }).first('id')) ??
    (await database.table('auditEntries', trx).where({ type: 'policy.changed', outcome: 'success' }).first('id'))
  );

/** At every start, when the trail is open and before the policy is used. Does nothing on a host without a key. */
export const sealOnce = async (container: Container): Promise<void> => {
  const { accounts, audit, database, keys, passes, policies, ports } = container;
  if (keys.activeId === null) return;
  const marks = createMarks({ database, ports });
  await marks.prepare(MARK);
  await database.transaction(async (trx) => {
    if (!(await marks.take(MARK, Infinity, trx))) return;
    // The mark is gone and a seal is left: somebody would have unsealed rows believed.
    if (await hasTraces(database, trx)) return;
    const policy = await policies.sealFirst(trx);
    const exemptions = await accounts.sealExemptions(trx);
    const given = await passes.sealFirst(trx);
    if (!policy && exemptions + given === 0) return;
    const details = { policy, exemptions, passes: given };
    await audit.append({ type: 'rows.sealed', outcome: 'success', actor: SYSTEM, details }, trx);
  });
  // After a key was lost: a policy that nobody ever saved is the default, and nothing is lost in sealing it anew.
  if ((await policies.doubt()) === null) return;
  await database.transaction(async (trx) => {
    if (await wasPolicySaved(database, trx)) return;
    await policies.renew(trx);
    const event = { type: 'rows.sealed', outcome: 'success', actor: SYSTEM, reason: 'policy_never_saved' } as const;
    await audit.append(event, trx);
  });
};

/** Writes into the trail, once a day and for all nodes, that the stored policy is not believed. */
export const tellOfDoubt = async ({ audit, database, policies, ports }: Container): Promise<void> => {
  const doubt = await policies.doubt();
  if (doubt === null || !(await createMarks({ database, ports }).claim(`doubt:${doubt}`, DAY_MS))) return;
  await audit.append({ type: 'rows.distrusted', outcome: 'failure', actor: SYSTEM, reason: 'policy' });
};
