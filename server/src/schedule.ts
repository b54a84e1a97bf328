/** Periodic tasks that run on every node: removing expired rows, sending due emails, and reminding people. */
import type { Core } from '@strapi/strapi';

import { sweepSends } from './factors';
import type { Container } from './container';
import { tellOfDoubt } from './seal-existing-rows';
import { logFailure, onDestroy } from './platform';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** By then Strapi has logged that it's ready. */
const LOAD_AFTER_MS = 2_000;

const every = (strapi: Core.Strapi, pauseMs: number, what: string, work: () => Promise<unknown>): void => {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    work()
      .catch((error: unknown) => logFailure(strapi, what, error))
      .finally(() => {
        running = false;
      });
  }, pauseMs);
  timer.unref();
  onDestroy(strapi, () => clearInterval(timer));
};

/** Removes expired transactions, ceremonies, sends, and trust, and families without sessions. */
export const sweep = async (container: Container): Promise<void> => {
  await container.transactions.store.sweep();
  await container.ceremonies.sweep();
  await container.passkeyLogIn.sweep();
  await sweepSends(container);
  await container.trust.sweep();
  await container.accounts.sweep();
  await container.people.lapseExemptions();
  await container.sessions.sweep();
  await container.firstFactor.sweep();
  await container.people.sweepVerifications();
};

const loadFactorsSoon = (strapi: Core.Strapi, container: Container): void => {
  const timer = setTimeout(() => {
    container.factors.load().catch((error: unknown) => logFailure(strapi, 'loading the factors', error));
  }, LOAD_AFTER_MS);
  timer.unref();
  onDestroy(strapi, () => clearTimeout(timer));
};

export const startSchedule = (strapi: Core.Strapi, container: Container): void => {
  loadFactorsSoon(strapi, container);
  every(strapi, MINUTE_MS, 'sending due emails', () => container.notices.flush());
  every(strapi, MINUTE_MS, 'looking at the policy', () => tellOfDoubt(container));
  every(strapi, MINUTE_MS, 'counting the coverage of the day', () => container.people.countToday());
  every(strapi, MINUTE_MS, 'starting a planned requirement', () => container.policyEditor.startPlanned());
  every(strapi, HOUR_MS, 'removing expired rows', () => sweep(container));
  every(strapi, HOUR_MS, 'sending grace period reminders', () => container.graceReminders.remindGrace());
  every(strapi, HOUR_MS, 'updating FIDO metadata', () => container.factors.refresh());
  every(strapi, HOUR_MS, 'maintaining the audit trail', () => container.audit.sweep());
};
