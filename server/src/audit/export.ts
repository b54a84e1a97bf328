/**
 * The audit trail as a file of any size, oldest events first. It's read in batches, as fast as the receiver takes them.
 */
import { Readable } from 'node:stream';

import { giveWay, type Database } from '../platform';
import { fromColumns, type ChainRow } from './seal-entry';
import { BYTE_ORDER_MARK, csvLine } from './csv';
import { rangeOf, type Filters } from './filters';
import { countRows, findRows } from './find-rows';
import { detailsOf, toView } from './view';

export type ExportFormat = 'csv' | 'jsonl';

export interface EventExport {
  stream: Readable;
  /** The number of rows to come, for a progress bar. */
  total: number;
  contentType: string;
  extension: string;
}

const BATCH = 200;

const CSV_COLUMNS: readonly [string, (row: ChainRow) => unknown][] = [
  ['seq', (row) => row.seq],
  ['at', (row) => new Date(row.at).toISOString()],
  ['type', (row) => row.type],
  ['outcome', (row) => row.outcome],
  ['actor_kind', (row) => row.actorKind],
  ['actor_id', (row) => row.actorId],
  ['actor_email', (row) => row.actorEmail],
  ['target_id', (row) => row.targetId],
  ['target_email', (row) => row.targetEmail],
  ['method', (row) => row.method],
  ['reason', (row) => row.reason],
  ['ip', (row) => row.ip],
  ['user_agent', (row) => row.userAgent],
  ['session', (row) => row.sessionHash],
  ['request_id', (row) => row.requestId],
  ['node', (row) => row.node],
  ['details', (row) => (row.details === '{}' ? '' : row.details)],
  ['previous_hash', (row) => row.previousHash],
  ['hash', (row) => row.hash],
];

const asCsv = (row: ChainRow): string => csvLine(CSV_COLUMNS.map(([, read]) => read(row)));

/** Field names of the Elastic Common Schema, so that log collectors understand them without a mapping. */
const asJsonLine = (row: ChainRow): string => {
  const { actor, target } = toView(row);
  const line = {
    '@timestamp': new Date(row.at).toISOString(),
    event: {
      kind: 'event',
      provider: 'strapi-mfa',
      action: `mfa.${row.type}`,
      outcome: row.outcome,
      reason: row.reason,
      sequence: row.seq,
      hash: row.hash,
    },
    user: { id: actor.id, email: actor.email, target },
    source: { ip: row.ip },
    user_agent: { original: row.userAgent },
    http: { request: { id: row.requestId } },
    service: { node: { name: row.node } },
    strapi: {
      mfa: {
        actor_kind: actor.kind,
        method: row.method,
        session: row.sessionHash,
        details: detailsOf(row),
        previous_hash: row.previousHash,
      },
    },
  };
  return `${JSON.stringify(line)}\n`;
};

const FORMATS = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    head: `${BYTE_ORDER_MARK}${csvLine(CSV_COLUMNS.map(([name]) => name))}`,
    write: asCsv,
  },
  jsonl: { contentType: 'application/x-ndjson; charset=utf-8', head: '', write: asJsonLine },
} as const;

/** Rows that match now. Events recorded during the export aren't included. */
export const exportRows = async (
  database: Database,
  filters: Filters,
  { format, upTo }: { format: ExportFormat; upTo: number }
): Promise<EventExport> => {
  const { contentType, head, write } = FORMATS[format];
  const span = await rangeOf(database, filters);
  const range = { after: span.after, before: Math.min(span.before, upTo + 1) };
  const total = await countRows(database, filters, range);

  async function* chunks(): AsyncGenerator<string> {
    if (head) yield head;
    for (let { after } = range; ;) {
      const found = await findRows(database, filters, { range: { ...range, after }, order: 'asc', limit: BATCH });
      const rows = found.map(fromColumns);
      if (rows.length > 0) yield rows.map(write).join('');
      const last = rows.at(-1);
      if (!last || rows.length < BATCH) return;
      after = last.seq;
      await giveWay();
    }
  }

  return {
    stream: Readable.from(chunks(), { objectMode: false, highWaterMark: 1 << 16 }),
    total,
    contentType,
    extension: format,
  };
};
