/** What has to be done now and then, on every node at once: sweeping what is over, sending what is due. */
import type { Core } from '@strapi/strapi';

import { sweepSends } from './factors';
import type { Container } from './container';
import { tellOfDoubt } from './first-seals';
import { logFailure, onDestroy } from './platform';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** By then the host has said that it is up. */
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

/** Removes what is over: questions, ceremonies, sends, trust, and families whose sessions are gone. */
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
};

const loadFactorsSoon = (strapi: Core.Strapi, container: Container): void => {
  const timer = setTimeout(() => {
    container.factors.load().catch((error: unknown) => logFailure(strapi, 'loading what proofs need', error));
  }, LOAD_AFTER_MS);
  timer.unref();
  onDestroy(strapi, () => clearTimeout(timer));
};

export const startSchedule = (strapi: Core.Strapi, container: Container): void => {
  loadFactorsSoon(strapi, container);
  every(strapi, MINUTE_MS, 'sending what is due', () => container.notices.flush());
  every(strapi, MINUTE_MS, 'looking at the policy', () => tellOfDoubt(container));
  every(strapi, HOUR_MS, 'sweeping', () => sweep(container));
  every(strapi, HOUR_MS, 'reminding people of their grace period', () => container.graceReminders.remindGrace());
  every(strapi, HOUR_MS, 'keeping the audit trail', () => container.audit.sweep());
};
