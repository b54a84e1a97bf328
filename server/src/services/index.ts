import type { Core } from '@strapi/strapi';

import { createCommandLine } from '../cli';
import { containerOf } from '../container';
import type { ResetRequest } from '../administration';

const SYSTEM = { kind: 'system' } as const;
const BY_CODE = 'by code of this host';

/**
 * For code of the host: `strapi.plugin('mfa').service('users')`. What it changes is recorded as done by the system, and
 * the person is told like by an administrator. Ids are those of `admin::user`.
 */
const users = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** What People shows of somebody, with authenticators. @throws MfaError MFA_NOT_FOUND */
  status: (userId: number) => containerOf(strapi).people.detail(userId, null),

  /** Removes everything, or only `authenticatorIds`. @throws MfaError MFA_NOT_FOUND, MFA_NOTHING_TO_RESET */
  reset: (userId: number, options: Partial<ResetRequest> = {}) =>
    containerOf(strapi).people.reset(SYSTEM, userId, { ...options, reason: options.reason ?? BY_CODE }),

  /** Clears every lock and wait. @throws MfaError MFA_NOT_FOUND */
  unlock: (userId: number, options: { reason?: string } = {}) =>
    containerOf(strapi).people.unlock(SYSTEM, userId, { reason: options.reason ?? BY_CODE }),
});

/** What the program `strapi-mfa` speaks to. */
const commandLine = ({ strapi }: { strapi: Core.Strapi }) => createCommandLine(strapi);

export default { users, 'command-line': commandLine };
