/**
 * What happened, in an order that can be proved.
 * Promises: rows are only appended, each sealed over the previous one with a key of this server; a change and its row
 * are committed together; nothing secret is written. Never: a way to change or remove a row, except the oldest ones, by
 * age, with a sealed checkpoint. Imports no wing but the outbox. Every other wing may use it.
 */
import type { Core } from '@strapi/strapi';

import type { AuditEventRow } from '../../../shared/contracts/types';
import { type Database, type KeyRing, logFailure, type MfaConfig, type Ports, type Trx } from '../platform';
import type { Outbox } from '../delivery';
import { createAttempts, type Attempts } from './attempts-between-logins';
import { createSeals } from './seal-entry';
import type { AuditEvent, Recorder } from './events';
import { exportRows, type EventExport, type ExportFormat } from './export';
import type { Filters } from './filters';
import { createForwarding } from './forwarding';
import { createHeads } from './chain-head';
import { namesIn } from './names';
import { createOriginReader } from './origin';
import { createPatterns, type Pattern } from './patterns';
import { createPlannedEffects } from './planned-policy-effects';
import { pageOf, totalOf, type EventPage, type Total } from './query';
import { createChainWriter } from './append-entry';
import { createRetention } from './retention';
import { createTrailCheck, type TrailState } from './trail-state';
import { createHeadCheck } from './chain-head-check';
import { createVerifier, type Anchor, type Verification } from './verify';

export { BYTE_ORDER_MARK, csvLine } from './csv';
export type { AuditEvent, Person, Recorder } from './events';
export type { EventExport, ExportFormat } from './export';
export { filterShape, filtersOf, type Filters } from './filters';
export { webhookSignature } from './forwarding';
export type { Pattern, PatternKind } from './patterns';
export type { EventPage, Total } from './query';
export type { TrailState } from './trail-state';
export type { Anchor, AnchorState, Verification } from './verify';
export type { Break, BreakKind } from './walk-chain';

export interface Paging {
  /** From the previous page. */
  cursor?: string;
  limit: number;
}

export interface AuditTrail extends Recorder {
  /** Newest first. An unreadable cursor is an `MfaError` (400). */
  list(filters: Filters, paging: Paging): Promise<EventPage>;
  /** What the people of these events are called now, by ID. */
  names(events: readonly AuditEventRow[]): Promise<Record<string, string>>;
  /** How many events match, counted up to 10,000. */
  total(filters: Filters): Promise<Total>;
  /** A person's own actions and those on their account, newest first, for `GET /mfa/me/events`. */
  ownEvents(userId: number, cursor: string | undefined, limit: number): Promise<EventPage>;
  /** The rows that match now, as a stream, oldest first. The caller records the export. */
  exportEvents(filters: Filters, format: ExportFormat): Promise<EventExport>;
  /** Which of these types of events this administrator caused for this person since then (UTC milliseconds). */
  doneBy(
    who: { actorId: number; targetId: number; since: number },
    types: readonly string[],
    trx: Trx
  ): Promise<ReadonlySet<string>>;
  /** The people for whom this administrator caused one of these events since then, with the details of the events. */
  targetsOf(
    who: { actorId: number; since: number },
    types: readonly string[],
    trx: Trx
  ): Promise<{ targetId: number; details: Record<string, unknown> }[]>;
  /** Whether the latest event about this person's exemptions says that the one until then (ISO 8601) was ended. */
  wasEnded(userId: number, until: string): Promise<boolean>;
  /** Whether an event within retention was sealed with this key. Without the key, it can't be verified. */
  isSealedWith(keyId: string): Promise<boolean>;
  /**
   * Failed attempts between this login and the previous one by someone who had the password. Null if there were none.
   */
  attemptsBefore: Attempts;
  /**
   * Recomputes every seal, once for everyone who asks meanwhile. `anchor`: a row noted outside the database, for
   * example in the log.
   */
  verify(anchor?: Anchor): Promise<Verification>;
  /** The same, and records who asked and what was found. */
  verifyFor(actor: NonNullable<AuditEvent['actor']>, anchor?: Anchor): Promise<Verification>;
  /** The known state of the trail without reading all of it: its head, and the recorded breaks. */
  state(): Promise<TrailState>;
  /** Unusual patterns since `since` (UTC milliseconds). */
  patterns(since: number): Promise<Pattern[]>;
  /** The logins since `since` (UTC milliseconds) that say what this plan would have done, one page at a time. */
  plannedEffects: ReturnType<typeof createPlannedEffects>;
  /** Call this once at bootstrap: creates the head, and records changes made to it while the server was down. */
  open(): Promise<void>;
  /** Call this every hour, on every node: removes rows past retention, and logs an anchor. */
  sweep(): Promise<void>;
}

/** The location of an administrator who acted on this person is that administrator's private data. */
const withoutOthersOrigin = (event: AuditEventRow, userId: number): AuditEventRow =>
  event.actor.id === userId ? event : { ...event, ip: null, userAgent: null, session: null };

interface Deps {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  database: Database;
  keys: KeyRing;
  outbox: Outbox;
}

export const createAuditTrail = (deps: Deps): AuditTrail => {
  const { strapi, config, ports, database, keys } = deps;
  const seals = createSeals(keys);
  const heads = createHeads({ database, seals });
  const judge = createHeadCheck({ database, seals });
  const origin = createOriginReader(deps);
  const writer = createChainWriter({ ...deps, seals, heads, judge, origin, ...createForwarding(deps) });
  const verify = createVerifier({ database, seals, heads, judge, lastSeen: writer.lastSeen });
  const { retentionDays } = config.audit;
  const retention = createRetention({ database, ports, seals, heads, writer, retentionDays });

  return {
    append: writer.append,
    list: (filters, paging) => pageOf(database, filters, paging),
    names: (events) => namesIn(strapi, events),
    total: (filters) => totalOf(database, filters),
    async ownEvents(userId, cursor, limit) {
      const page = await pageOf(database, { userId }, { cursor, limit });
      return { ...page, events: page.events.map((event) => withoutOthersOrigin(event, userId)) };
    },
    async exportEvents(filters, format) {
      const { head } = await heads.read();
      return exportRows(database, filters, { format, upTo: head.seq });
    },
    async doneBy({ actorId, targetId, since }, types, trx) {
      const rows = await database
        .table('auditEntries', trx)
        .distinct('type')
        .where({ outcome: 'success', actor_id: actorId, target_id: targetId })
        .whereIn('type', [...types])
        .where('at', '>=', since);
      return new Set(rows.map((row: Record<string, unknown>) => String(row.type)));
    },
    async targetsOf({ actorId, since }, types, trx) {
      const rows = await database
        .table('auditEntries', trx)
        .select('target_id', 'details')
        .where({ outcome: 'success', actor_id: actorId })
        .whereIn('type', [...types])
        .where('at', '>=', since)
        .whereNotNull('target_id');
      return rows.map((row: Record<string, unknown>) => ({
        targetId: Number(row.target_id),
        details: JSON.parse(String(row.details ?? '{}')) as Record<string, unknown>,
      }));
    },
    async wasEnded(userId, until) {
      const last = await database
        .table('auditEntries')
        .where({ outcome: 'success', target_id: userId })
        .whereIn('type', ['user.exempted', 'user.exemption_ended'])
        .orderBy('seq', 'desc')
        .first('type', 'details');
      return last?.type === 'user.exemption_ended' && String(last.details).includes(`"until":"${until}"`);
    },
    async isSealedWith(keyId) {
      const row = await database
        .table('auditEntries')
        .whereRaw("hash like ? escape '!'", [`k:${keyId.replaceAll('_', '!_')}:%`])
        .first('seq');
      return Boolean(row);
    },
    verify: (anchor) => verify(anchor ?? null),
    async verifyFor(actor, anchor) {
      const result = await verify(anchor ?? null);
      await writer.append({
        type: 'audit.verified',
        outcome: result.intact ? 'success' : 'failure',
        actor,
        reason: result.firstBreak?.kind,
        details: { checked: result.checked, firstBreak: result.firstBreak?.seq ?? null, anchored: Boolean(anchor) },
      });
      return result;
    },
    state: createTrailCheck({ database, seals, heads, judge, lastSeen: writer.lastSeen }),
    attemptsBefore: createAttempts(database),
    patterns: createPatterns(database),
    plannedEffects: createPlannedEffects(database),
    open: () => writer.settleHead().catch((error: unknown) => logFailure(strapi, 'opening the audit trail', error)),
    async sweep() {
      await writer.settleHead();
      await retention.purge();
      const { head } = await heads.read();
      // Stored outside the database, so that someone who can write to it can't shorten the trail unnoticed.
      strapi.log.info(`[mfa] audit anchor ${head.seq} ${head.hash}`);
    },
  };
};
