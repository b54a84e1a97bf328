import type { AuditEventRow, EventType, Method } from '../../../shared/contracts/types';
import type { ChainRow } from './seal-entry';

/** The details as recorded. A manipulated row may contain anything, and is still shown. */
export const detailsOf = (row: ChainRow): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(row.details);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : { value: parsed };
  } catch {
    return { unreadable: row.details };
  }
};

/** A row as the panel, listeners, and the webhook see it. */
export const toView = (row: ChainRow): AuditEventRow => ({
  seq: row.seq,
  at: new Date(row.at).toISOString(),
  type: row.type as EventType,
  outcome: row.outcome === 'success' ? 'success' : 'failure',
  actor: {
    id: row.actorId,
    email: row.actorEmail,
    kind: row.actorKind === 'cli' || row.actorKind === 'system' ? row.actorKind : 'user',
  },
  target: { id: row.targetId, email: row.targetEmail },
  method: row.method as Method | null,
  reason: row.reason,
  ip: row.ip,
  userAgent: row.userAgent,
  session: row.sessionHash,
  details: detailsOf(row),
});
