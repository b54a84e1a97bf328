/** Rows leave the trail only by age, oldest first, and only with a sealed checkpoint in the same transaction. */
import type { Database, Ports, Trx } from '../platform';
import { fromColumns, ROW_COLUMNS, type ChainRow, type Seals } from './seal-entry';
import { sealCheckpoint, startOf } from './checkpoint';
import type { AuditEvent } from './events';
import { rangeOf } from './filters';
import type { Heads } from './chain-head';
import type { ChainWriter } from './append-entry';
import { walk } from './walk-chain';

interface Deps {
  database: Database;
  ports: Ports;
  seals: Seals;
  heads: Heads;
  writer: ChainWriter;
  retentionDays: number;
}

const DAY_MS = 86_400_000;
/** Small enough that a login meanwhile waits only briefly, because each chunk locks the head. */
const CHUNK = 1000;

export const createRetention = ({ database, ports, seals, heads, writer, retentionDays }: Deps) => {
  const oldest = async (upTo: number, trx: Trx): Promise<ChainRow[]> => {
    const rows = await database
      .table('auditEntries', trx)
      .select(ROW_COLUMNS)
      .where('seq', '<=', upTo)
      .orderBy('seq')
      .limit(CHUNK);
    return rows.map(fromColumns);
  };

  /**
   * Removes one chunk of rows up to `upTo`. The head then begins after it, and the row that reports the removal is
   * committed with it, so the trail confirms whatever the head says was purged.
   */
  const takeChunk = (upTo: number): Promise<number> =>
    database.transaction(async (trx) => {
      const { head, standing } = await writer.hold(trx);
      // Nothing is removed if the head was manipulated. The next event records that first.
      if (standing !== 'fits') return 0;
      const rows = await oldest(Math.min(upTo, head.seq), trx);
      const last = rows.at(-1);
      if (!last) return 0;
      // The last chance to see what was done to them.
      const { found } = walk(rows, startOf(head, seals), seals);
      const purged = { purgedToSeq: last.seq, purgedToHash: last.hash, purgedAt: ports.clock.now() };
      await database.table('auditEntries', trx).where('seq', '<=', last.seq).delete();
      const event: AuditEvent = {
        type: 'audit.checkpoint',
        outcome: found ? 'failure' : 'success',
        actor: { kind: 'system' },
        reason: found ? `purged_${found.kind}` : 'retention',
        details: {
          removed: rows.length,
          purgedToSeq: last.seq,
          purgedToHash: last.hash,
          firstBreak: found?.seq ?? null,
        },
      };
      await writer.writeBehind(event, head, { ...head, ...purged, checkpoint: sealCheckpoint(purged, seals) }, trx);
      return rows.length;
    });

  /** Removes rows past retention, and resolves to their number. Safe on all nodes at the same time. */
  const purge = async (): Promise<number> => {
    const cutoff = ports.clock.now() - retentionDays * DAY_MS;
    const { after, before } = await rangeOf(database, { from: cutoff });
    const { head } = await heads.read();
    // `before` 0: no row is recent enough to stay.
    const upTo = before === 0 ? head.seq : after;
    let removed = 0;
    for (let rows = await takeChunk(upTo); rows > 0; rows = await takeChunk(upTo)) removed += rows;
    return removed;
  };

  return { purge };
};
