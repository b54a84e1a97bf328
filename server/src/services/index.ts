import type { Core } from '@strapi/strapi';

import { createCommandLine } from '../cli';
import { containerOf } from '../container';
import type { ResetRequest } from '../administration';

const SYSTEM = { kind: 'system' } as const;
const BY_CODE = 'by code of this host';

/**
 * For the host's own code: `strapi.plugin('mfa').service('users')`. Changes are recorded as done by the system, and the
 * person gets the same emails as after an administrator's change. IDs are those of `admin::user`.
 */
const users = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** What People shows about a person, with authenticators. @throws MfaError MFA_NOT_FOUND */
  status: (userId: number) => containerOf(strapi).people.detail(userId, null),

  /** Removes everything, or only `authenticatorIds`. @throws MfaError MFA_NOT_FOUND, MFA_NOTHING_TO_RESET */
  reset: (userId: number, options: Partial<ResetRequest> = {}) =>
    containerOf(strapi).people.reset(SYSTEM, userId, { ...options, reason: options.reason ?? BY_CODE }),

  /** Clears every lock and wait. @throws MfaError MFA_NOT_FOUND */
  unlock: (userId: number, options: { reason?: string } = {}) =>
    containerOf(strapi).people.unlock(SYSTEM, userId, { reason: options.reason ?? BY_CODE }),
});

/** Used by the program `strapi-mfa`. */
const commandLine = ({ strapi }: { strapi: Core.Strapi }) => createCommandLine(strapi);

export default { users, 'command-line': commandLine };
