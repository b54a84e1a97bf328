/** The rows of the audit trail, and the seal that ties each row to the previous one (keyed hash chain). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import { type KeyRing, toMs } from '../platform';
import { canonicalJson, type Json } from './canonical';

export const CHAIN = 'main';
/** The predecessor of the first row. */
export const GENESIS = '0'.repeat(64);

export interface ChainRow {
  seq: number;
  at: number;
  type: string;
  outcome: string;
  actorKind: string;
  actorId: number | null;
  actorEmail: string | null;
  targetId: number | null;
  targetEmail: string | null;
  method: string | null;
  reason: string | null;
  ip: string | null;
  userAgent: string | null;
  sessionHash: string | null;
  requestId: string | null;
  node: string | null;
  /** Canonical JSON, hashed as it's stored. */
  details: string;
  previousHash: string;
  hash: string;
}

export type UnsealedRow = Omit<ChainRow, 'hash'>;

const COLUMNS: Record<keyof ChainRow, string> = {
  seq: 'seq',
  at: 'at',
  type: 'type',
  outcome: 'outcome',
  actorKind: 'actor_kind',
  actorId: 'actor_id',
  actorEmail: 'actor_email',
  targetId: 'target_id',
  targetEmail: 'target_email',
  method: 'method',
  reason: 'reason',
  ip: 'ip',
  userAgent: 'user_agent',
  sessionHash: 'session_hash',
  requestId: 'request_id',
  node: 'node',
  details: 'details',
  previousHash: 'previous_hash',
  hash: 'hash',
};

/** Only these columns. Those that Strapi adds to every table aren't part of the trail. */
export const ROW_COLUMNS: readonly string[] = Object.values(COLUMNS);

export const toColumns = (row: ChainRow): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [COLUMNS[key as keyof ChainRow], value]));

type Stored = Record<string, unknown>;

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

export const fromColumns = (stored: Stored): ChainRow => ({
  seq: Number(stored.seq),
  at: Number(stored.at),
  type: String(stored.type),
  outcome: String(stored.outcome),
  actorKind: String(stored.actor_kind),
  actorId: toMs(stored.actor_id),
  actorEmail: text(stored.actor_email),
  targetId: toMs(stored.target_id),
  targetEmail: text(stored.target_email),
  method: text(stored.method),
  reason: text(stored.reason),
  ip: text(stored.ip),
  userAgent: text(stored.user_agent),
  sessionHash: text(stored.session_hash),
  requestId: text(stored.request_id),
  node: text(stored.node),
  details: String(stored.details),
  previousHash: String(stored.previous_hash),
  hash: String(stored.hash),
});

/** `keyed`: made with a key of this server. `plain`: correct, but anybody could have made it. */
export type SealState = 'keyed' | 'plain' | 'wrong' | 'unknown_key';

export interface Seals {
  /** Whether this server has a key. If so, a plain seal proves nothing. */
  readonly keyed: boolean;
  /** `k:<key id>:<hex HMAC-SHA-256>`, or `s:<hex SHA-256>` if the server has no key. */
  row(row: UnsealedRow): string;
  checkRow(row: ChainRow): SealState;
  /** Each kind of seal has its own first line, so that one can't be used as another. */
  seal(label: SealLabel, value: Json): string;
  check(label: SealLabel, value: Json, seal: string): SealState;
}

export type SealLabel = 'mfa-audit-v1' | 'mfa-audit-head-v1' | 'mfa-audit-checkpoint-v1';

/** The members of a row in the order of RFC 8785, so that a million rows don't have to be sorted one by one. */
const MEMBERS = (['chain', ...Object.keys(COLUMNS)] as ('chain' | keyof ChainRow)[])
  .filter((key) => key !== 'hash')
  .sort()
  .map((key) => ({ key, name: JSON.stringify(key) }));

/** The same text as `canonicalJson({ chain, ...row })` without `hash`. */
export const rowText = (row: UnsealedRow): string => {
  const members = MEMBERS.map(
    ({ key, name }) => `${name}:${JSON.stringify(key === 'chain' ? CHAIN : row[key as keyof UnsealedRow])}`
  );
  return `{${members.join(',')}}`;
};

const isSame = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

export const createSeals = (keys: KeyRing): Seals => {
  const digest = (label: SealLabel, text: string, keyId: string | null): string => {
    const maker = keyId === null ? createHash('sha256') : createHmac('sha256', keys.derive('audit-chain', keyId));
    const hex = maker.update(label).update('\n').update(text).digest('hex');
    return keyId === null ? `s:${hex}` : `k:${keyId}:${hex}`;
  };

  const check = (label: SealLabel, text: string, seal: string): SealState => {
    const [kind, id] = seal.split(':');
    if (kind === 's') return isSame(digest(label, text, null), seal) ? 'plain' : 'wrong';
    if (kind !== 'k' || id === undefined) return 'wrong';
    if (!keys.ids.includes(id)) return 'unknown_key';
    return isSame(digest(label, text, id), seal) ? 'keyed' : 'wrong';
  };

  return {
    keyed: keys.activeId !== null,
    seal: (label, value) => digest(label, canonicalJson(value), keys.activeId),
    check: (label, value, seal) => check(label, canonicalJson(value), seal),
    row: (row) => digest('mfa-audit-v1', rowText(row), keys.activeId),
    checkRow: (row) => check('mfa-audit-v1', rowText(row), row.hash),
  };
};
