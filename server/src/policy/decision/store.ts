import { POLICY_ID } from '../../../../shared/contracts/constants';
import {
  type Database,
  type KeyRing,
  type MfaConfig,
  type PolicyFields,
  type Ports,
  toMs,
  type Trx,
  wonBy,
} from '../../platform';
import type { Neighbors } from '../neighbors';
import { DEFAULT_FIELDS, effective, NOTHING_STORED, readRow, type StoredPolicy } from './document';
import type { EffectivePolicy } from './facts';
import { startOf } from './planned';
import { columnsOf, isBelieved, strictest, textsOf, withSeal } from './policy-seal';
import { stampSources } from './requirement';

export interface PolicyStore {
  /**
   * The policy that applies now. Reads the database every time, so a change on one node applies to the others at once.
   * If this server didn't seal the row, the last policy read here applies, or at least `strictest`.
   * @throws UnreadablePolicyError if the stored policy can't be read, and any database error. Callers fail closed.
   */
  current(trx?: Trx): Promise<EffectivePolicy>;
  /** The same from a committed row that was read in another query, or from null. Throws like `current`. */
  read(row: Record<string, unknown> | null): Promise<EffectivePolicy>;
  /** The saved policy, without defaults and configuration. Throws like `current`. */
  stored(trx?: Trx): Promise<StoredPolicy>;
  /**
   * Replaces the stored policy if it's still the one that was changed at `expected`. False means that someone else was
   * faster, and nothing was written.
   */
  replace(next: StoredPolicy, expected: number | null, trx: Trx): Promise<boolean>;
  /**
   * Writes a plan whose date has come into the row, as the requirement that already applies. Nothing depends on it.
   * Returns what it replaced and what applies, or null if there was nothing to write.
   */
  settlePlan(trx: Trx): Promise<{ before: StoredPolicy; after: StoredPolicy } | null>;
  /** Replaces an unreadable stored policy with defaults. For the command line. */
  repair(fields: Partial<PolicyFields>, trx: Trx): Promise<void>;
  /** At boot: sets or removes the start of the grace period for requirements that the configuration adds or removes. */
  stampNewSources(): Promise<void>;
  /**
   * Seals the row, and creates it if needed. From then on, a missing row means that someone removed it. True if it had
   * no seal.
   */
  sealFirst(trx: Trx): Promise<boolean>;
  /** Seals with the current first key. A row that doesn't count stays unchanged. */
  reseal(trx: Trx): Promise<void>;
  /** Replaces a policy that was never saved and whose key is lost. There are no settings to lose. */
  renew(trx: Trx): Promise<void>;
  /** Identifies a row that doesn't count, with the same name for the same row. Null if the row counts. */
  doubt(): Promise<string | null>;
}

interface Needs {
  database: Database;
  config: MfaConfig;
  keys: KeyRing;
  ports: Ports;
  neighbors: Neighbors;
  /** Reports at most once a minute that the stored policy doesn't count. */
  warn(message: string): void;
}

type Row = Record<string, unknown>;

export const POLICY_ROW = POLICY_ID;
export const POLICY_COLUMNS = [
  'policy_key',
  'document',
  'since',
  'changed_at',
  'changed_by_id',
  'changed_by_email',
  'seal',
] as const;

/** OnceOnly a server on which someone has saved a policy. */
export const POLICY_SAVED = 'policy:saved';

const KEY = { policy_key: POLICY_ROW };
const NEVER_SAVED = {
  document: JSON.stringify(DEFAULT_FIELDS),
  since: '{}',
  changed_at: null,
  changed_by_id: null,
  changed_by_email: null,
};
const WARN_EVERY_MS = 60_000;

export const createPolicyStore = ({ database, config, keys, ports, neighbors, warn }: Needs): PolicyStore => {
  /** The last valid policy that this process read. Someone with access to the database can't change it. */
  let lastGood: StoredPolicy | null = null;
  let warnedAt = -Infinity;

  const rowOf = async (trx?: Trx): Promise<Row | null> =>
    (await database.table('policies', trx).where(KEY).first()) ?? null;

  /**
   * Without a key, nothing can be checked, and a missing row means that no policy was saved. With a key, there is
   * always a row, and each saved policy is newer than the one before. An older one was put back by someone.
   */
  const isGood = (row: Row | null): boolean => {
    if (!row || !isBelieved(keys, row)) return !row && keys.activeId === null;
    return keys.activeId === null || (toMs(row.changed_at) ?? 0) >= (lastGood?.changedAt ?? 0);
  };

  const judged = (row: Row | null, committed: boolean): StoredPolicy => {
    const stored = row ? readRow(row) : NOTHING_STORED;
    if (isGood(row)) {
      if (committed) lastGood = stored;
      return stored;
    }
    const now = ports.clock.now();
    if (Math.abs(now - warnedAt) >= WARN_EVERY_MS) {
      warnedAt = now;
      warn(
        'the stored policy was not written by this server, or its encryption key is gone; it is not followed, and MFA is required, until a super admin saves the policy again. `npx strapi-mfa doctor` says more'
      );
    }
    const { fields, since } = lastGood ?? { fields: strictest(stored.fields), since: {} };
    return { fields, since, changedAt: stored.changedAt, changedBy: null, doubted: true };
  };

  const stored = async (trx?: Trx): Promise<StoredPolicy> => judged(await rowOf(trx), !trx);

  const bindingNow = async (from: StoredPolicy): Promise<EffectivePolicy> => {
    const policy = effective(from, config.policy, ports.clock.now());
    return (await neighbors.stepsAside()) ? { ...policy, stepsAside: true } : policy;
  };

  /** Creates the row when it's first needed. If several nodes do this at once, one insert wins. */
  const open = async (trx: Trx): Promise<void> => {
    await database
      .table('policies', trx)
      .insert({ ...KEY, document_id: ports.random.uuid(), ...withSeal(keys, NEVER_SAVED) })
      .onConflict('policy_key')
      .ignore();
  };

  const noteSaved = async (trx: Trx): Promise<void> => {
    const mark = { mark_key: POLICY_SAVED, document_id: ports.random.uuid(), at: ports.clock.now() };
    await database.table('marks', trx).insert(mark).onConflict('mark_key').ignore();
  };

  return {
    stored,
    current: async (trx) => bindingNow(await stored(trx)),
    read: (row) => bindingNow(judged(row, true)),

    async replace(next, expected, trx) {
      await open(trx);
      const columns = {
        ...textsOf(next),
        changed_at: next.changedAt,
        changed_by_id: next.changedBy?.id ?? null,
        changed_by_email: next.changedBy?.email ?? null,
      };
      const row = database.table('policies', trx).where(KEY).where({ changed_at: expected });
      if (!wonBy(await row.update(withSeal(keys, columns)))) return false;
      await noteSaved(trx);
      return true;
    },

    async settlePlan(trx) {
      const row = await rowOf(trx);
      if (!row || !isGood(row) || config.policy.planned !== undefined) return null;
      const before = readRow(row);
      const { planned = null } = before.fields;
      const [now, start] = [ports.clock.now(), startOf(planned)];
      if (planned === null || start === null || start > now) return null;
      const { since, changedAt } = effective(before, config.policy, now);
      const { requirement, roles } = planned;
      const after = { ...before, fields: { ...before.fields, requirement, roles, planned: null }, since, changedAt };
      const columns = { ...columnsOf(row), ...textsOf(after), changed_at: changedAt };
      const held = database.table('policies', trx).where(KEY).where({ changed_at: before.changedAt });
      return wonBy(await held.update(withSeal(keys, columns))) ? { before, after } : null;
    },

    async repair(fields, trx) {
      await open(trx);
      const document = JSON.stringify({ ...DEFAULT_FIELDS, ...fields });
      const changed_at = Math.max(ports.clock.now(), (lastGood?.changedAt ?? 0) + 1);
      const columns = { ...NEVER_SAVED, document, changed_at };
      await database.table('policies', trx).where(KEY).update(withSeal(keys, columns));
      await noteSaved(trx);
    },

    async stampNewSources() {
      const row = await rowOf();
      if (!isGood(row)) return;
      const before = judged(row, true);
      const policy = effective(before, config.policy, ports.clock.now());
      const since = stampSources(policy.since, policy, ports.clock.now());
      if (JSON.stringify(since) === JSON.stringify(before.since)) return;
      await database.transaction(async (trx) => {
        await open(trx);
        const was = (await rowOf(trx)) ?? {};
        if (!isGood(was)) return;
        // Another node that boots at the same moment writes the same stamps. The first date stays.
        await database
          .table('policies', trx)
          .where(KEY)
          .where({ since: JSON.stringify(before.since), changed_at: before.changedAt })
          .update(withSeal(keys, { ...columnsOf(was), since: JSON.stringify(since) }));
      });
    },

    async sealFirst(trx) {
      await open(trx);
      const row = await rowOf(trx);
      if (row && row.changed_at !== null) await noteSaved(trx);
      if (!row || (row.seal ?? null) !== null) return false;
      await database
        .table('policies', trx)
        .where(KEY)
        .whereNull('seal')
        .update(withSeal(keys, columnsOf(row)));
      return true;
    },

    async reseal(trx) {
      const row = await rowOf(trx);
      if (!row || !isGood(row)) return;
      const held = database
        .table('policies', trx)
        .where(KEY)
        .where({ changed_at: toMs(row.changed_at) });
      await held.update(withSeal(keys, columnsOf(row)));
    },

    async renew(trx) {
      await database.table('policies', trx).where(KEY).update(withSeal(keys, NEVER_SAVED));
      await open(trx);
    },

    async doubt() {
      const row = await rowOf();
      if (isGood(row)) return null;
      // A MAC, so that nobody without the key can predict the name and take it in advance.
      const text = JSON.stringify(row ? [row.document, row.since, row.seal] : []);
      return keys.mac('row-mac', `strapi-mfa|policy|doubt|${text}`).slice(0, 32);
    },
  };
};
