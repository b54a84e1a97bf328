/**
 * Emails people about a login from a browser that their account didn't use for 90 days. This runs after the login was
 * committed and answered, so nobody waits for it and nobody is stopped. What a browser says about itself is trusted
 * only here.
 */
import type { Core } from '@strapi/strapi';

import type { AuditEventRow } from '../../../shared/contracts/types';
import { describeBrowser } from '../delivery';
import { type Database, logFailure, type Ports, sha256Hex } from '../platform';
import { createOnceOnly } from './once-only';
import type { Notices } from './notices';

const SIGN_INS = ['mfa.sign_in.completed', 'mfa.sign_in.sso'] as const;
const KNOWN_FOR_MS = 90 * 86_400_000;
/** A browser that is in use all day costs one write an hour. */
const RENEWED_AFTER_MS = 3_600_000;
const MOST_REMEMBERED = 10_000;
/** The answer is sent first. */
const AFTER_MS = 250;
const SESSION_UID = 'admin::session';

export interface NewBrowsers {
  /** Listens to logins in this process. Returns a function that stops it. */
  listen(): () => Promise<void>;
  /** Checks the waiting logins. */
  flush(): Promise<void>;
}

interface Deps {
  strapi: Core.Strapi;
  database: Database;
  notices: Notices;
  ports: Ports;
}

export const createNewBrowsers = ({ strapi, database, notices, ports }: Deps): NewBrowsers => {
  const marks = createOnceOnly({ database, ports });
  let waiting: AuditEventRow[] = [];
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  /** When the mark of a browser was written, as far as this process knows. */
  const written = new Map<string, number>();

  const isFresh = (at: number | undefined): boolean => {
    const age = ports.clock.now() - (at ?? -Infinity);
    return age >= 0 && age < RENEWED_AFTER_MS;
  };

  const remember = (mark: string, at: number): void => {
    if (written.size >= MOST_REMEMBERED) written.clear();
    written.set(mark, at);
  };

  /** The panel stores it in the browser at its first login. Someone without access to that browser can't guess it. */
  const deviceOf = async ({ type, details }: AuditEventRow): Promise<string> => {
    // Strapi generates a new one for each login by single sign-on.
    if (type === 'sign_in.sso' || typeof details.family !== 'string') return '';
    const sessionIds = database.table('sessionLinks').select('session_id').where({ family_id: details.family });
    const row = await database.core(SESSION_UID).whereIn('session_id', sessionIds).first('device_id');
    return String(row?.device_id ?? '');
  };

  const look = async (event: AuditEventRow): Promise<void> => {
    const userId = event.target.id;
    if (userId === null) return;
    const name = describeBrowser(event.userAgent);
    // A program is recognized by its name, because it stores nothing.
    const what = name === null ? `program|${event.userAgent ?? ''}` : `browser|${name}|${await deviceOf(event)}`;
    const mark = `browser:${userId}:${sha256Hex(what).slice(0, 32)}`;
    if (isFresh(written.get(mark))) return;
    const anyBrowser = `browsers:${userId}`;
    const times = await marks.times([mark, anyBrowser]);
    const at = times.get(mark);
    if (at !== undefined && isFresh(at) && times.has(anyBrowser)) return remember(mark, at);
    const isNew = await marks.claim(mark, KNOWN_FOR_MS);
    if (!isNew) await marks.renew(mark);
    const isFirst = await marks.claim(anyBrowser, Infinity);
    remember(mark, ports.clock.now());
    if (!isNew || isFirst) return;
    await notices.tell('new_browser', userId, { browser: name ?? '', ip: event.ip });
  };

  const work = async (): Promise<void> => {
    const events = waiting;
    waiting = [];
    for (const event of events) {
      await look(event).catch((error: unknown) => logFailure(strapi, 'checking the browser of a login', error));
    }
  };

  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    working = working.then(work);
    return working;
  };

  const heard = (event: unknown): void => {
    waiting.push(event as AuditEventRow);
    if (timer) return;
    timer = setTimeout(() => void flush(), AFTER_MS);
    timer.unref();
  };

  return {
    flush,
    listen() {
      const stops = SIGN_INS.map((name) => strapi.eventHub.on(name, async (event) => heard(event)));
      return async () => {
        for (const stop of stops) stop();
        await flush();
      };
    },
  };
};
