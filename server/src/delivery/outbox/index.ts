/**
 * The outbox room: what must leave the container after a change was committed: mails, webhooks, Strapi's own audit log.
 * Promises: what was put inside a transaction is sent only if it commits; each item is handled by one node at a time, again
 * and again with growing pauses until it works or its tries are used up; putting never waits for sending.
 * Never: a code, a token or any other secret in a payload; an order between items. At least once, so handlers must
 * stand a second time.
 */
import { hostname } from 'node:os';

import type { Core } from '@strapi/strapi';

import { type Database, logFailure, type Ports, type Trx } from '../../platform';
import { createItems, type Item } from './items';

export type Payload = Record<string, unknown>;
export type Handler = (payload: Payload) => Promise<void>;

export interface HandlerOptions {
  /** How often it is tried; then it is given up. Default 12: about five hours. */
  maxAttempts?: number;
  /** Told once when the last try failed, with that failure. */
  gaveUp?(payload: Payload, error: unknown): Promise<void>;
}

export interface Outbox {
  /** Queues `payload` for the handler of `kind`, inside `trx` when given. Sending starts right after the commit. */
  put(kind: string, payload: Payload, trx?: Trx): Promise<void>;
  /** How many items of the kind wait whose payload has this value under this key. */
  waiting(kind: string, key: string, value: string): Promise<number>;
  /** Names who deals with a kind; a throw means "again later". Items of a kind without a handler wait for one. */
  handle(kind: string, handler: Handler, options?: HandlerOptions): void;
  /** Handles what is due and resolves when nothing more is. Safe on every node at once. */
  flush(): Promise<void>;
  /** Starts nothing more and waits for what is under way. */
  close(): Promise<void>;
}

interface Registered extends Required<Pick<HandlerOptions, 'maxAttempts'>>, Pick<HandlerOptions, 'gaveUp'> {
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
    logFailure(strapi, `outbox: ${item.kind}, attempt ${item.attempts} of ${known.maxAttempts},`, error);
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

  /** Kinds don't wait for each other: a collector that hangs must not keep the mail "somebody knows your password" back. */
  const flush = async (): Promise<void> => {
    if (!closed) for (const kind of registered.keys()) void flushKind(kind);
    return underWay();
  };

  /** Not awaited by whoever put something: a slow mail server must not slow a sign-in down. */
  const kick = (): void => {
    setImmediate(() => void flush().catch((error: unknown) => logFailure(strapi, 'sending the outbox', error)));
  };

  return {
    async put(kind, payload, trx) {
      await items.add(kind, payload, trx);
      await database.afterCommit(kick);
    },
    waiting: (kind, key, value) => items.waiting(kind, `%${JSON.stringify(key)}:${JSON.stringify(value)}%`),
    handle(kind, handler, { maxAttempts = MAX_ATTEMPTS, gaveUp } = {}) {
      registered.set(kind, { handler, maxAttempts, gaveUp });
    },
    flush,
    async close() {
      closed = true;
      await underWay();
    },
  };
};
