/** Writes the audit trail: one row after another, each sealed over the previous one. */
import type { Core } from '@strapi/strapi';

import { type Database, logFailure, type Ports, type Trx } from '../platform';
import { fromColumns, GENESIS, toColumns, type ChainRow, type Seals, type UnsealedRow } from './seal-entry';
import { resealed, withoutFalseCheckpoint } from './checkpoint';
import type { AuditEvent, Recorder } from './events';
import type { Head, Heads } from './chain-head';
import { cleanDetails, cleanReason, cleanText } from './clean-text';
import type { OriginReader } from './origin';
import { createFastAppend, type Linked } from './fast-append';
import type { HeadCheck, Place, HeadState, HeadProblem } from './chain-head-check';

/** A row without a sequence number yet. */
type Draft = Omit<UnsealedRow, 'seq' | 'previousHash'>;

/** The locked head, and whether it can be trusted. */
export interface Held {
  head: Head;
  standing: HeadState;
}

export interface ChainWriter extends Recorder {
  /** Appends and returns the row. Throws if it can't. */
  write(event: AuditEvent, trx: Trx): Promise<ChainRow>;
  /** Locks the head for the rest of `trx`, and compares it with what this process knows. */
  hold(trx: Trx): Promise<Held>;
  /** Appends after `from`, which replaces the locked head. */
  writeBehind(event: AuditEvent, held: Head, from: Head, trx: Trx): Promise<ChainRow>;
  /** Locks the head and compares it with the rows. A mismatch is recorded in the trail itself. */
  settleHead(): Promise<void>;
  /** The last row that this process saw committed: an anchor that nobody can change in the database. */
  lastSeen(): Place | null;
}

interface Deps {
  strapi: Core.Strapi;
  database: Database;
  ports: Ports;
  seals: Seals;
  heads: Heads;
  judge: HeadCheck;
  origin: OriginReader;
  /** Called inside the transaction for every row, for example to queue its forwarding. */
  written(row: ChainRow, trx: Trx): Promise<void>;
  /** Called after the commit. */
  committed(row: ChainRow): void;
}

const actorOf = (event: AuditEvent): Pick<Draft, 'actorKind' | 'actorId' | 'actorEmail'> => {
  const actor = event.actor ?? event.target;
  if (actor && 'kind' in actor) return { actorKind: actor.kind, actorId: null, actorEmail: null };
  return { actorKind: 'user', actorId: actor?.id ?? null, actorEmail: cleanText(actor?.email, 255) };
};

export const createChainWriter = (deps: Deps): ChainWriter => {
  const { strapi, database, ports, seals, heads, judge, origin } = deps;
  let seen: Place | null = null;
  const fastAppend = createFastAppend(heads);

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

  /** A locking read. In a transaction that has read before, MySQL would return an old snapshot. */
  const rowOf = async (query: ReturnType<Database['table']>): Promise<ChainRow | null> => {
    const stored = await (database.client === 'sqlite' ? query : query.forUpdate()).first();
    return stored ? fromColumns(stored) : null;
  };

  /** PostgreSQL puts a row without a place, which nobody honest writes, before all others. */
  const lastRow = (trx: Trx) => rowOf(database.table('auditEntries', trx).whereNotNull('seq').orderBy('seq', 'desc'));

  const store = async (row: ChainRow, trx: Trx): Promise<void> => {
    await database.often('auditEntries', trx).insert(toColumns(row));
    await deps.written(row, trx);
  };

  const behind = (draft: Draft, head: Head): Linked => {
    const unsealed: UnsealedRow = { ...draft, seq: head.seq + 1, previousHash: head.hash };
    const row: ChainRow = { ...unsealed, hash: seals.row(unsealed) };
    const next: Head = {
      ...head,
      seq: row.seq,
      hash: row.hash,
      latestAt: Math.max(head.latestAt, row.at),
      disorderMs: Math.max(head.disorderMs, head.latestAt - row.at),
    };
    return { row, head: next };
  };

  /** Appends after `head` without storing the new head. */
  const link = async (draft: Draft, head: Head, trx: Trx): Promise<Linked> => {
    const linked = behind(draft, head);
    await store(linked.row, trx);
    return linked;
  };

  /**
   * Is this the head of another node's rows, or of someone who went back to before the last known row and continued
   * from there?
   */
  const leavesSeenOut = async (head: Head, trx: Trx): Promise<boolean> => {
    // This process may announce another event while it waits for the row.
    const known = seen;
    if (!known || head.hash === known.hash || known.seq <= head.purgedToSeq) return false;
    const row = await rowOf(database.table('auditEntries', trx).where({ seq: known.seq }));
    return row?.hash !== known.hash;
  };

  const hold = async (trx: Trx): Promise<Held> => {
    const stored = await heads.lock(trx);
    const standing = await judge.standing(stored, seen, trx);
    if (standing === 'fits' && (await leavesSeenOut(stored.head, trx))) {
      return { head: stored.head, standing: 'rolled_back' };
    }
    return { head: stored.head, standing };
  };

  /** Taken from the rows themselves. A manipulated head could hide rows from a search by time. */
  const boundsOfTime = async (trx: Trx): Promise<Pick<Head, 'latestAt' | 'disorderMs'>> => {
    const running = database
      .table('auditEntries', trx)
      .select('at', database.knex.raw('max(??) over (order by ??) as ??', ['at', 'seq', 'latest']));
    const [found] = await trx
      .from(running.as('running'))
      .select(database.knex.raw('max(??) as ??, max(?? - ??) as ??', ['at', 'newest', 'latest', 'at', 'disorder']));
    return { latestAt: Number(found?.newest ?? 0), disorderMs: Number(found?.disorder ?? 0) };
  };

  /**
   * Continues after the last row that exists or existed, and records that in a permanent row. Silence would hide what
   * was done to the head, and refusing would lock everybody out.
   */
  const adopt = async (trouble: HeadProblem, head: Head, trx: Trx): Promise<Head> => {
    const known = seen;
    const last: Place = (await lastRow(trx)) ?? { seq: 0, hash: GENESIS };
    // No sequence number is used twice. A receiver of forwarded events would take the new row for a copy.
    const { seq, hash } = known && known.seq > last.seq ? known : last;
    const from: Head = { ...withoutFalseCheckpoint(head, seals), seq, hash, ...(await boundsOfTime(trx)) };
    strapi.log.error(`[mfa] The audit trail's head doesn't match its rows (${trouble}). See event ${seq + 1}.`);
    const marker = draftOf({
      type: 'audit.checkpoint',
      outcome: 'failure',
      actor: { kind: 'system' },
      reason: trouble,
      details: { headSeq: head.seq, lastSeq: last.seq, knownSeq: known?.seq ?? null, knownHash: known?.hash ?? null },
    });
    return (await link(marker, from, trx)).head;
  };

  /** The first row that is sealed with a key counts the rows before it, because a replaced trail looks the same. */
  const announceKey = async (head: Head, trx: Trx): Promise<Head> => {
    const unkeyed = head.seq - head.purgedToSeq;
    strapi.log.warn(
      `[mfa] The audit trail is sealed with a key starting at event ${head.seq + 1}. The ${unkeyed} events before it aren't. If this server had a key before, someone replaced them.`
    );
    const marker = draftOf({
      type: 'audit.checkpoint',
      outcome: 'success',
      actor: { kind: 'system' },
      reason: 'first_key',
      details: { unkeyed, lastSeq: head.seq },
    });
    return (await link(marker, resealed(head, seals), trx)).head;
  };

  const settled = async ({ head, standing }: Held, trx: Trx): Promise<Head> => {
    if (standing === 'fits') return head;
    return standing === 'first_key' ? announceKey(head, trx) : adopt(standing, head, trx);
  };

  const remember = (place: Place, anew: boolean): void => {
    if (anew || seen === null || place.seq > seen.seq) seen = { seq: place.seq, hash: place.hash };
  };

  const appended = async (row: ChainRow, head: Head, anew: boolean, trx: Trx): Promise<ChainRow> => {
    fastAppend.moved(head, trx);
    await database.afterCommit(() => {
      remember(row, anew);
      fastAppend.committed(head, anew);
      deps.committed(row);
    });
    return row;
  };

  const append = async (draft: Draft, held: Head, from: Head, trx: Trx): Promise<ChainRow> => {
    const { row, head } = await link(draft, from, trx);
    await heads.move(held, head, trx);
    return appended(row, head, from !== held, trx);
  };

  const write = async (event: AuditEvent, trx: Trx): Promise<ChainRow> => {
    const draft = draftOf(event);
    const mine = fastAppend.held(trx);
    if (mine) return append(draft, mine, mine, trx);
    const unseen = await fastAppend.take((head) => behind(draft, head), trx);
    if (unseen) {
      await deps.written(unseen.row, trx);
      return appended(unseen.row, unseen.head, false, trx);
    }
    const held = await hold(trx);
    return append(draft, held.head, await settled(held, trx), trx);
  };

  return {
    write,
    hold,
    lastSeen: () => seen,
    writeBehind: (event, held, from, trx) => append(draftOf(event), held, from, trx),

    async append(event, trx) {
      if (trx) {
        await write(event, trx);
        return;
      }
      const alone = !strapi.db.inTransaction();
      try {
        await database.transaction((inner) => write(event, inner));
      } catch (error) {
        // Inside a transaction, the failure has already spoiled it, and only its owner can roll it back.
        if (!alone) throw error;
        logFailure(strapi, `recording ${event.type}`, error);
      }
    },

    async settleHead() {
      await database.transaction(async (trx) => {
        const held = await hold(trx);
        const last = await lastRow(trx);
        if (held.standing === 'fits' && (last?.seq ?? 0) > held.head.seq) held.standing = 'head_behind';
        if (held.standing === 'fits' && (await judge.isEmptied(held.head, trx))) held.standing = 'head_missing';
        await judge.noteKey(ports.clock.now(), ports.random.uuid(), trx);
        const head = await settled(held, trx);
        if (head !== held.head) await heads.move(held.head, head, trx);
        if (head.seq > 0) await database.afterCommit(() => remember(head, head !== held.head));
      });
    },
  };
};
