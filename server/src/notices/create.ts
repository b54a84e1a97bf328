import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { NOTICE_EVENTS } from '../../../shared/contracts/constants';
import type { Recorder } from '../audit';
import {
  causeOf,
  type Database,
  describeBrowser,
  ipAddressOf,
  type MfaConfig,
  type Ports,
  type Trx,
  within,
} from '../platform';
import { CODE_MAILS, serviceName } from '../factors';
import { checkTemplates, LANGUAGES, type Mailer, type Outbox } from '../delivery';
import type { PolicyStore } from '../policy';
import { createOnceOnly } from './once-only';
import type { NoticeEvent, NoticeFacts, Notices } from './notices';
import { recipient } from './recipient';
import { writeNotice } from './write';

export const NOTICE_KIND = 'notice';
const PATIENCE_MS = 30_000;
const HOUR_MS = 3_600_000;

/** Sent at most once in this time, however often it happens. */
const PAUSES: Partial<Record<NoticeEvent, number>> = { repeated_failures: HOUR_MS, new_browser: HOUR_MS / 4 };

/** Caused by someone else or by the system, so the browser isn't this person's business. */
const WITHOUT_ORIGIN: readonly NoticeEvent[] = [
  'pass_given',
  'factor_imported',
  'reset',
  'unlocked',
  'signed_out',
  'exempted',
  'exemption_ended',
  'reset_with_password',
  'grace_started',
  'grace_3_days',
  'grace_1_day',
  'reminder',
  'policy_relaxed',
  'support_changed',
];

const payloadSchema = z.object({
  id: z.string(),
  event: z.enum(NOTICE_EVENTS),
  userId: z.int(),
  to: z.string(),
  language: z.enum(LANGUAGES),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  at: z.number(),
  browser: z.string().nullable(),
  ip: z.string().nullable(),
});

type Payload = z.infer<typeof payloadSchema>;

export interface NoticeNeeds {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  database: Database;
  policies: PolicyStore;
  outbox: Outbox;
  mailer: Mailer;
  audit: Recorder;
}

/** @throws if `mail.templates` names an unknown email */
export const createNotices = (needs: NoticeNeeds): Notices => {
  const { strapi, config, ports, database, policies, outbox, mailer, audit } = needs;
  checkTemplates(config.mail.templates, [...NOTICE_EVENTS, ...CODE_MAILS], LANGUAGES);
  const marks = createOnceOnly({ database, ports });

  /**
   * A changed address may be the person's own change or someone else's. In the latter case, it's like the others in
   * that list.
   */
  const withoutOrigin = (event: NoticeEvent, userId: number): boolean =>
    WITHOUT_ORIGIN.includes(event) ||
    (event === 'email_changed' && Number(strapi.requestContext.get()?.state?.user?.id) !== userId);

  const origin = (
    event: NoticeEvent,
    userId: number,
    { browser, ip }: NoticeFacts
  ): { browser: string | null; ip: string | null } => {
    // Sent after their request is over.
    if (event === 'new_browser') return { browser: String(browser ?? '') || null, ip: String(ip ?? '') || null };
    const request = withoutOrigin(event, userId) ? undefined : strapi.requestContext.get()?.request;
    return { browser: describeBrowser(request?.headers['user-agent']), ip: ipAddressOf(request?.ip) };
  };

  const record = (type: 'notice.sent' | 'notice.failed', { event, userId, to }: Payload, details = {}): Promise<void> =>
    audit.append({
      type,
      outcome: type === 'notice.sent' ? 'success' : 'failure',
      actor: { kind: 'system' },
      target: { id: userId, email: to },
      details: { event, ...details },
    });

  /** Once an hour for all nodes, however many emails and attempts there are: the provider fails, not the email. */
  const warn = async (cause: string): Promise<void> => {
    if (!(await marks.claim('notice:not-taken', HOUR_MS))) return;
    const provider = String(strapi.config.get('plugin::email.provider', ''));
    strapi.log.warn(
      `[mfa] The email provider "${provider}" couldn't send an email (${cause}), so people aren't told about changes to their accounts. ` +
        'Configure one that works (https://docs.strapi.io/cms/features/email). Waiting emails are retried for five hours.'
    );
  };

  const send = async (given: Record<string, unknown>): Promise<void> => {
    const payload = payloadSchema.parse(given);
    const site = serviceName(config.issuer, strapi.config.get('admin.absoluteUrl'));
    const letter = writeNotice(payload, site, config.mail.templates);
    try {
      await within(PATIENCE_MS, () => mailer.send(payload.to, letter));
    } catch (error) {
      // The first failure is recorded right away, not after the last attempt many hours later.
      const first = await marks.claim(`notice:failed:${payload.id}`, Infinity);
      if (first) await record('notice.failed', payload, { cause: causeOf(error), final: false });
      await warn(causeOf(error));
      // Without the provider's own message, which contains addresses.
      throw new Error(`the email "${payload.event}" could not be sent: ${causeOf(error)}`, { cause: error });
    }
    await record('notice.sent', payload);
  };

  outbox.handle(NOTICE_KIND, send, {
    reportsItself: true,
    gaveUp: async (given, error) => {
      const reason = error instanceof Error ? error.cause : error;
      await record('notice.failed', payloadSchema.parse(given), { cause: causeOf(reason), final: true });
    },
  });

  const queue = async (event: NoticeEvent, userId: number, facts: NoticeFacts, trx?: Trx): Promise<void> => {
    const policy = await policies.current(trx);
    if (policy.notices[event] === false) return;
    const at = ports.clock.now();
    const person = await recipient(database, userId, at, trx);
    if (!person) return;
    const pause = PAUSES[event];
    if (pause !== undefined && !(await marks.claim(`notice:${event}:${userId}`, pause, trx))) return;
    const { language } = person;
    for (const to of person.addresses) {
      const payload: Payload = {
        id: ports.random.uuid(),
        event,
        userId,
        to,
        language,
        facts,
        at,
        ...origin(event, userId, facts),
      };
      await outbox.put(NOTICE_KIND, payload, trx);
    }
  };

  return {
    async tell(event, userId, facts, trx) {
      // Inside a transaction, a failed statement has already spoiled it, and the change must not be half done.
      if (trx) return queue(event, userId, facts, trx);
      try {
        await queue(event, userId, facts);
      } catch (error) {
        strapi.log.error(`[mfa] Couldn’t queue the email "${event}": ${causeOf(error)}`);
      }
    },
    flush: () => outbox.flush(),
  };
};
