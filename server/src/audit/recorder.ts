/** Writes the trail: one row after another, each sealed over the one before. */
import type { Core } from '@strapi/strapi';

import { type Database, logFailure, type Ports, type Trx } from '../platform';
import { fromColumns, GENESIS, toColumns, type ChainRow, type Seals, type UnsealedRow } from './chain';
import type { AuditEvent, Recorder } from './events';
import type { Head, Heads } from './heads';
import { cleanDetails, cleanReason, cleanText } from './hygiene';
import type { OriginReader } from './origin';

/** A row before it has a place. */
type Draft = Omit<UnsealedRow, 'seq' | 'previousHash'>;

export interface ChainWriter extends Recorder {
  /** Appends and returns the row; throws when it can't. */
  write(event: AuditEvent, trx: Trx): Promise<ChainRow>;
  /** Locks the head and compares it with the rows; what does not fit is written into the trail itself. */
  settleHead(): Promise<void>;
  /** The last row that this process saw committed: an anchor no writer of the database can reach. */
  lastSeen(): { seq: number; hash: string } | null;
}

interface Deps {
  strapi: Core.Strapi;
  database: Database;
  ports: Ports;
  seals: Seals;
  heads: Heads;
  origin: OriginReader;
  /** Called inside the transaction for every row, e.g. to queue its forwarding. */
  written(row: ChainRow, trx: Trx): Promise<void>;
  /** Called after the commit. */
  committed(row: ChainRow): void;
}

/** Why the head can't be trusted to say where the chain ends. */
type Trouble = 'head_missing' | 'head_changed' | 'head_unknown_key' | 'head_behind';

const actorOf = (event: AuditEvent): Pick<Draft, 'actorKind' | 'actorId' | 'actorEmail'> => {
  const actor = event.actor ?? event.target;
  if (actor && 'kind' in actor) return { actorKind: actor.kind, actorId: null, actorEmail: null };
  return { actorKind: 'user', actorId: actor?.id ?? null, actorEmail: cleanText(actor?.email, 255) };
};

export const createChainWriter = (deps: Deps): ChainWriter => {
  const { strapi, database, ports, seals, heads, origin } = deps;
  let seen: { seq: number; hash: string } | null = null;

  const draftOf = (event: AuditEvent): Draft => ({
    at: ports.clock.now(),
    type: event.type,
    outcome: event.outcome,
    ...actorOf(event),
    targetId: event.target?.id ?? null,
    targetEmail: cleanText(event.target?.email, 255),
    method: event.method ?? null,
    reason: cleanReason(event.reason),
    ...origin.read(event.sessionId),
    details: cleanDetails(event.details),
  });

  const lastRow = async (trx: Trx): Promise<ChainRow | null> => {
    const newest = database.table('auditEntries', trx).orderBy('seq', 'desc');
    // A locking read: a transaction that has read before would be shown the past by MySQL.
    const stored = await (database.client === 'sqlite' ? newest : newest.forUpdate()).first();
    return stored ? fromColumns(stored) : null;
  };

  /** Appends behind `head` without storing the new head. */
  const link = async (draft: Draft, head: Head, trx: Trx): Promise<{ row: ChainRow; head: Head }> => {
    const unsealed: UnsealedRow = { ...draft, seq: head.seq + 1, previousHash: head.hash };
    const row: ChainRow = { ...unsealed, hash: seals.row(unsealed) };
    await database.table('auditEntries', trx).insert(toColumns(row));
    await deps.written(row, trx);
    const next: Head = {
      ...head,
      seq: row.seq,
      hash: row.hash,
      latestAt: Math.max(head.latestAt, row.at),
      disorderMs: Math.max(head.disorderMs, head.latestAt - row.at),
    };
    return { row, head: next };
  };

  const troubleOf = async (stored: Awaited<ReturnType<Heads['lock']>>, trx: Trx): Promise<Trouble | null> => {
    if (stored.state === 'wrong') return 'head_changed';
    if (stored.state === 'unknown_key') return 'head_unknown_key';
    // A head without rows is either the first of all, or one that was taken away together with its memory.
    if (stored.head.seq === 0 && (await lastRow(trx)) !== null) return 'head_missing';
    return null;
  };

  /**
   * Goes on behind the last row there is and says so in a row that can't be taken away again: silence would launder what
   * was done to the head, and refusing would keep everybody out.
   */
  const adopt = async (trouble: Trouble, head: Head, trx: Trx): Promise<Head> => {
    const last = await lastRow(trx);
    const from: Head = { ...head, seq: last?.seq ?? 0, hash: last?.hash ?? GENESIS, latestAt: last?.at ?? 0 };
    strapi.log.error(`[mfa] the audit trail's head does not fit its rows (${trouble}); see event ${from.seq + 1}`);
    const marker = draftOf({
      type: 'audit.checkpoint',
      outcome: 'failure',
      actor: { kind: 'system' },
      reason: trouble,
      details: { headSeq: head.seq, lastSeq: from.seq },
    });
    return (await link(marker, from, trx)).head;
  };

  const write = async (event: AuditEvent, trx: Trx): Promise<ChainRow> => {
    const draft = draftOf(event);
    const stored = await heads.lock(trx);
    const trouble = await troubleOf(stored, trx);
    const from = trouble ? await adopt(trouble, stored.head, trx) : stored.head;
    const { row, head } = await link(draft, from, trx);
    await heads.move(stored.head, head, trx);
    await database.afterCommit(() => {
      if (seen === null || row.seq > seen.seq) seen = { seq: row.seq, hash: row.hash };
      deps.committed(row);
    });
    return row;
  };

  return {
    write,
    lastSeen: () => seen,

    async append(event, trx) {
      if (trx) {
        await write(event, trx);
        return;
      }
      const alone = !strapi.db.inTransaction();
      try {
        await database.transaction((inner) => write(event, inner));
      } catch (error) {
        // Joined to a transaction, the failure has spoiled it, and only its owner can undo it.
        if (!alone) throw error;
        logFailure(strapi, `recording ${event.type}`, error);
      }
    },

    async settleHead() {
      await database.transaction(async (trx) => {
        const stored = await heads.lock(trx);
        const last = await lastRow(trx);
        const behind = (last?.seq ?? 0) > stored.head.seq;
        const trouble = (await troubleOf(stored, trx)) ?? (behind ? 'head_behind' : null);
        if (trouble) await heads.move(stored.head, await adopt(trouble, stored.head, trx), trx);
      });
    },
  };
};
