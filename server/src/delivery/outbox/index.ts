/**
 * Queues what has to leave the server after a commit: emails, webhooks, and entries for Strapi's own audit logs.
 * Promises: items added in a transaction are sent only if it commits; one node at a time handles each item, with
 * growing pauses until it succeeds or its attempts are used up; adding never waits for sending. Never: a code, a token,
 * or another secret in a payload; an order between items. Delivery is at least once, so handlers must accept repeats.
 */
import { hostname } from 'node:os';

import type { Core } from '@strapi/strapi';

import { type Database, logFailure, type Ports, type Trx } from '../../platform';
import { createItems, type Item } from './items';

export type Payload = Record<string, unknown>;
export type Handler = (payload: Payload) => Promise<void>;

export interface HandlerOptions {
  /** The number of attempts before it's given up. Default 12: about five hours. */
  maxAttempts?: number;
  /** The handler reports its failures itself, so the log doesn't mention single attempts. */
  reportsItself?: boolean;
  /** Called once when the last attempt has failed, with that failure. */
  gaveUp?(payload: Payload, error: unknown): Promise<void>;
}

export interface Outbox {
  /** Queues `payload` for the handler of `kind`, inside `trx` if given. Sending starts right after the commit. */
  put(kind: string, payload: Payload, trx?: Trx): Promise<void>;
  /** How many queued items of this kind have this value under this key. */
  waiting(kind: string, key: string, value: string): Promise<number>;
  /**
   * Registers the handler of a kind. If it throws, the item is retried later. Items of a kind without a handler wait
   * for one.
   */
  handle(kind: string, handler: Handler, options?: HandlerOptions): void;
  /** Handles all due items, and resolves when none are left. Safe on all nodes at the same time. */
  flush(): Promise<void>;
  /** Starts nothing more, and waits for what is in progress. */
  close(): Promise<void>;
}

interface Registered
  extends Required<Pick<HandlerOptions, 'maxAttempts' | 'reportsItself'>>, Pick<HandlerOptions, 'gaveUp'> {
  handler: Handler;
}

const MAX_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;
const AT_ONCE = 4;

/** 30 s, doubling, at most an hour. */
export const pauseAfter = (attempts: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS);

export const createOutbox = ({
  database,
  ports,
  strapi,
}: {
  database: Database;
  ports: Ports;
  strapi: Core.Strapi;
}): Outbox => {
  const node = `${hostname().slice(0, 80)}#${process.pid}#${ports.random.uuid().slice(0, 8)}`;
  const items = createItems({ database, ports, node });
  const registered = new Map<string, Registered>();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  let closed = false;

  const failed = async (item: Item, known: Registered, error: unknown): Promise<void> => {
    if (!known.reportsItself) {
      logFailure(strapi, `outbox: ${item.kind}, attempt ${item.attempts} of ${known.maxAttempts},`, error);
    }
    if (item.attempts < known.maxAttempts) return items.later(item, pauseAfter(item.attempts), error);
    await items.remove(item);
    await known.gaveUp?.(item.payload, error).catch((second) => logFailure(strapi, `outbox: ${item.kind}`, second));
  };

  const work = async (item: Item): Promise<void> => {
    const known = registered.get(item.kind);
    if (!known || !(await items.claim(item))) return;
    try {
      await known.handler(item.payload);
    } catch (error) {
      return failed(item, known, error);
    }
    await items.remove(item);
  };

  const drain = async (kind: string): Promise<void> => {
    do {
      again.delete(kind);
      for (let due = await items.due([kind], AT_ONCE); due.length > 0 && !closed;) {
        await Promise.all(due.map(work));
        due = await items.due([kind], AT_ONCE);
      }
    } while (again.has(kind) && !closed);
  };

  const flushKind = (kind: string): Promise<void> => {
    again.add(kind);
    const known = running.get(kind) ?? drain(kind).finally(() => running.delete(kind));
    running.set(kind, known);
    return known;
  };

  const underWay = async (): Promise<void> => void (await Promise.all(running.values()));

  /** Kinds don't wait for each other. A stuck collector must not delay the email "Someone knows your password". */
  const flush = async (): Promise<void> => {
    if (!closed) for (const kind of registered.keys()) void flushKind(kind);
    return underWay();
  };

  /** The caller doesn't wait for this, because a slow mail server must not slow down a login. */
  const kick = (): void => {
    setImmediate(() => void flush().catch((error: unknown) => logFailure(strapi, 'sending the outbox', error)));
  };

  return {
    async put(kind, payload, trx) {
      await items.add(kind, payload, trx);
      await database.afterCommit(kick);
    },
    waiting: (kind, key, value) => items.waiting(kind, `%${JSON.stringify(key)}:${JSON.stringify(value)}%`),
    handle(kind, handler, { maxAttempts = MAX_ATTEMPTS, reportsItself = false, gaveUp } = {}) {
      registered.set(kind, { handler, maxAttempts, reportsItself, gaveUp });
    },
    flush,
    async close() {
      closed = true;
      await underWay();
    },
  };
};
