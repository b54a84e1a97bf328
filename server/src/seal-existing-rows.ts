/**
 * Rows that decide who is exempt or what is required (the policy, exemptions, enrollment passes) carry a seal. Once
 * there is a key, a row without one doesn't count. Rows from before seals existed are sealed once, at the first start
 * with a key, and the audit trail records it. Afterwards, a start does this again only if every trace of a seal was
 * removed, and records that as well.
 */
import { createOnceOnly } from './notices';
import type { Container } from './container';
import { type Database, type KeyRing, rowSealPrefixes, type Trx } from './platform';
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

/**
 * Whether this server's key has sealed anything else. Then the key wasn't lost, and someone forged the policy row: the
 * marks that say it was saved can be deleted without the key, but a row with its seal can't be explained away.
 */
const hasSealed = async (database: Database, keys: KeyRing, trx: Trx): Promise<boolean> => {
  for (const prefix of rowSealPrefixes(keys)) {
    const places = [
      database.table('recoveryCodes', trx).where('seal', 'like', `${prefix}%`),
      database.table('accounts', trx).where('exempt_seal', 'like', `${prefix}%`),
      database.table('passes', trx).where('seal', 'like', `${prefix}%`),
    ];
    for (const place of places) if (await place.first('id')) return true;
  }
  return false;
};

/**
 * Call this at every start, after the audit trail is open and before the policy is used. Does nothing without a key.
 */
export const sealOnce = async (container: Container): Promise<void> => {
  const { accounts, audit, database, keys, passes, policies, ports } = container;
  if (keys.activeId === null) return;
  const marks = createOnceOnly({ database, ports });
  await marks.prepare(MARK);
  await database.transaction(async (trx) => {
    if (!(await marks.take(MARK, Infinity, trx))) return;
    // The mark is gone, but a seal is left, so someone wants unsealed rows to count.
    if (await hasTraces(database, trx)) return;
    const policy = await policies.sealFirst(trx);
    const exemptions = await accounts.sealExemptions(trx);
    const given = await passes.sealFirst(trx);
    if (!policy && exemptions + given === 0) return;
    const details = { policy, exemptions, passes: given };
    await audit.append({ type: 'rows.sealed', outcome: 'success', actor: SYSTEM, details }, trx);
  });
  // After a key was lost: a policy that was never saved is the default, so sealing it again loses nothing.
  if ((await policies.doubt()) === null) return;
  await database.transaction(async (trx) => {
    if ((await wasPolicySaved(database, trx)) || (await hasSealed(database, keys, trx))) return;
    await policies.renew(trx);
    const event = { type: 'rows.sealed', outcome: 'success', actor: SYSTEM, reason: 'policy_never_saved' } as const;
    await audit.append(event, trx);
  });
};

/** Records in the audit trail, once a day for all nodes, that the stored policy doesn't count. */
export const tellOfDoubt = async ({ audit, database, policies, ports }: Container): Promise<void> => {
  const doubt = await policies.doubt();
  if (doubt === null || !(await createOnceOnly({ database, ports }).claim(`doubt:${doubt}`, DAY_MS))) return;
  await audit.append({ type: 'rows.distrusted', outcome: 'failure', actor: SYSTEM, reason: 'policy' });
};
