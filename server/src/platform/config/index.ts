/** The plugin's configuration: defaults, and a check at boot that names invalid keys. */
import type { Core } from '@strapi/strapi';

import { configSchema, type MfaConfig } from './schema';

export type { MfaConfig } from './schema';
export { ANY_AUTHENTICATOR, keptFieldsSchema, policyFieldsSchema, type PolicyFields } from './policy-schema';
export { comesFromPanel, panelOrigins } from './origins';

const describe = (config: unknown): string[] => {
  const parsed = configSchema.safeParse(config);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : '';
    return `${[...issue.path, keys].filter(Boolean).join('.')}: ${issue.message}`;
  });
};

export default {
  default: {},
  validator(config: unknown): void {
    const problems = describe(config);
    if (problems.length === 0) return;
    throw new Error(`plugin "mfa": invalid configuration.\n  ${problems.join('\n  ')}`);
  },
};

/** The parsed configuration with all defaults. */
export const readConfig = (strapi: Core.Strapi): MfaConfig => configSchema.parse(strapi.config.get('plugin::mfa', {}));
