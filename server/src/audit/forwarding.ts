/** Forwards committed events to listeners in this process, a webhook, and Strapi's own audit logs. */
import { createHmac } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { EVENT_TYPES } from '../../../shared/contracts/constants';
import type { AuditEventRow } from '../../../shared/contracts/types';
import { type Database, logFailure, type MfaConfig, type Ports, type Trx } from '../platform';
import type { Outbox, Payload } from '../delivery';
import { fromColumns, type ChainRow } from './seal-entry';
import { toView } from './view';

const WEBHOOK = 'audit.webhook';
const STRAPI_LOG = 'audit.strapi';
const TIMEOUT_MS = 10_000;
/** With pauses of at most an hour, so that a receiver can be down over a long weekend. */
const WEBHOOK_ATTEMPTS = 80;

export interface Forwarding {
  /** Queues what must survive a crash, in the transaction of the row. */
  written(row: ChainRow, trx: Trx): Promise<void>;
  /** Emits `mfa.<type>` to listeners in this process. */
  committed(row: ChainRow): void;
}

interface Deps {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  database: Database;
  outbox: Outbox;
}

/**
 * `t=<Unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<body>">`. The receiver recomputes it and refuses deliveries older
 * than a few minutes, so that a recorded delivery can't be replayed.
 */
export const webhookSignature = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/** The part of the Enterprise service that plugins may use, as content-releases does. */
interface AuditLogsLifecycle {
  registerEvent(name: string, transform: (event: AuditEventRow) => object): void;
}

const asStrapiShape = (event: AuditEventRow): object => ({
  resource: { type: 'admin-user', id: event.target.id, name: event.target.email },
  outcome: event.outcome,
  details: { seq: event.seq, at: event.at, method: event.method, reason: event.reason, ip: event.ip, ...event.details },
});

/**
 * Older versions can't be asked whether a service exists, and throw if it doesn't. Their log accepts no other events.
 */
const enterpriseLog = (strapi: Core.Strapi): AuditLogsLifecycle | null => {
  try {
    const found = strapi.get('audit-logs-lifecycle') as Partial<AuditLogsLifecycle>;
    return typeof found.registerEvent === 'function' ? (found as AuditLogsLifecycle) : null;
  } catch {
    return null;
  }
};

export const createForwarding = ({ strapi, config, ports, database, outbox }: Deps): Forwarding => {
  const { webhook } = config.audit;
  let announced = false;

  const rowOf = async (payload: Payload): Promise<ChainRow | null> => {
    const stored = await database
      .table('auditEntries')
      .where({ seq: Number(payload.seq) })
      .first();
    // Past retention by now, so there's nothing left to send.
    return stored ? fromColumns(stored) : null;
  };

  const emit = async (event: AuditEventRow): Promise<void> => {
    try {
      await strapi.eventHub.emit(`mfa.${event.type}`, event);
    } catch (error) {
      logFailure(strapi, `a listener of mfa.${event.type}`, error);
    }
  };

  const post = async (payload: Payload): Promise<void> => {
    const row = await rowOf(payload);
    if (!webhook || !row) return;
    const body = JSON.stringify({ event: `mfa.${row.type}`, data: { ...toView(row), node: row.node, hash: row.hash } });
    const seconds = Math.floor(ports.clock.now() / 1000);
    const response = await fetch(webhook.url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'Content-Type': 'application/json',
        'X-Mfa-Event': `mfa.${row.type}`,
        'X-Mfa-Delivery': String(row.seq),
        'X-Mfa-Signature': webhookSignature(webhook.secret, seconds, body),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the audit webhook answered ${response.status}`);
  };

  /**
   * The Enterprise log listens to the event hub and reads the actor from the request, so the event is emitted within
   * one.
   */
  const tellStrapi = async (payload: Payload): Promise<void> => {
    const row = await rowOf(payload);
    if (!row || !strapiLog()) return;
    const event = toView(row);
    const person = event.actor.id === null ? null : { id: event.actor.id, email: event.actor.email };
    const state = person
      ? { user: person, route: { info: { type: 'admin' } }, auditSource: 'mfa' }
      : { auditSource: 'scheduler' };
    const context = { state, request: { url: '' } } as unknown as Parameters<typeof strapi.requestContext.run>[0];
    await strapi.requestContext.run(context, () => emit(event));
  };

  /** Absent in the Community Edition, without a license, or if turned off. */
  const strapiLog = (): AuditLogsLifecycle | null => {
    const lifecycle = enterpriseLog(strapi);
    if (lifecycle === null) return null;
    if (!announced) for (const type of EVENT_TYPES) lifecycle.registerEvent(`mfa.${type}`, asStrapiShape);
    announced = true;
    return lifecycle;
  };

  outbox.handle(WEBHOOK, post, { maxAttempts: WEBHOOK_ATTEMPTS });
  outbox.handle(STRAPI_LOG, tellStrapi);

  return {
    async written(row, trx) {
      // Only the sequence number. The event itself is read when it's sent, so it's stored in one table only.
      if (webhook) await outbox.put(WEBHOOK, { seq: row.seq }, trx);
      if (strapiLog()) await outbox.put(STRAPI_LOG, { seq: row.seq }, trx);
    },
    committed(row) {
      // With Strapi's log, only the outbox emits, once: the log would take every emit as a separate event.
      if (!strapiLog()) void emit(toView(row));
    },
  };
};
