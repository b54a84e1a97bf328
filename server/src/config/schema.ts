/** `config/plugins.ts`, `mfa.config`. Unknown keys stop boot with the key's name. */
import { z } from 'zod';

import { AUTHENTICATOR_TYPES, REQUIREMENTS } from '../../../shared/contracts/constants';

const origin = z.string().refine((value) => URL.canParse(value) && new URL(value).pathname === '/', {
  message: 'must be an origin such as https://cms.example.com',
});

/** Shown as a link to people who are locked out: nothing that a browser would run. */
const link = z
  .string()
  .max(2048)
  .refine((value) => URL.canParse(value) && ['https:', 'http:', 'mailto:', 'tel:'].includes(new URL(value).protocol), {
    message: 'must be an address that begins with https:, http:, mailto: or tel:',
  });

/** The keys of the policy that people may change; each may also be fixed in config. */
export const policyFieldsSchema = z.strictObject({
  enabled: z.boolean(),
  requirement: z.enum(REQUIREMENTS),
  roles: z.record(z.string().min(1).max(255), z.enum(REQUIREMENTS)),
  allowedMethods: z.array(z.enum(AUTHENTICATOR_TYPES)).max(AUTHENTICATOR_TYPES.length),
  preferredMethod: z.enum(AUTHENTICATOR_TYPES),
  gracePeriodDays: z.int().min(0).max(90),
  sso: z.enum(['exempt', 'require']),
  trustedBrowserDays: z.int().min(0).max(90),
  verificationMaxAgeHours: z.int().min(1).max(720),
  stepUpMaxAgeMinutes: z.int().min(1).max(30),
  stepUpActions: z.array(z.string().min(1).max(255)).max(200),
  maxFailures: z.int().min(5).max(50),
  lockoutMinutes: z.int().min(1).max(1440),
  helpText: z.string().max(280),
  supportUrl: link.nullable(),
  notices: z.record(z.string().min(1).max(64), z.boolean()),
});

const smsSchema = z.strictObject({
  /** Package name, path, or an object with `init(providerOptions, settings)`. */
  provider: z.union([z.string().min(1), z.custom<object>((value) => typeof value === 'object' && value !== null)]),
  providerOptions: z.record(z.string(), z.unknown()).default({}),
  settings: z.record(z.string(), z.unknown()).default({}),
  /** ISO 3166-1 alpha-2 codes; nothing is sent elsewhere. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
  perNumberPerDay: z.int().min(1).max(100).default(10),
  perDay: z.int().min(1).max(100_000).default(200),
});

export const configSchema = z.strictObject({
  /** The first is active; the others only decrypt. */
  encryptionKeys: z
    .array(z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/), secret: z.string().min(32) }))
    .default([]),
  webauthn: z
    .strictObject({
      rpId: z.string().min(1).max(253).optional(),
      rpName: z.string().min(1).max(64).optional(),
      origins: z.array(origin).min(1).max(20).optional(),
    })
    .default({}),
  issuer: z.string().min(1).max(64).optional(),
  policy: policyFieldsSchema.partial().default({}),
  transactionMinutes: z.int().min(1).max(10).default(5),
  resetEnrollmentHours: z.int().min(1).max(720).default(72),
  sms: smsSchema.optional(),
  mail: z
    .strictObject({
      from: z.string().max(320).optional(),
      replyTo: z.string().max(320).optional(),
      templates: z.record(z.string(), z.record(z.string(), z.string())).default({}),
    })
    .default({ templates: {} }),
  audit: z
    .strictObject({
      retentionDays: z.int().min(30).max(3650).default(365),
      webhook: z.strictObject({ url: z.url(), secret: z.string().min(16) }).optional(),
    })
    .default({ retentionDays: 365 }),
  guard: z.strictObject({ trustedStrategies: z.array(z.string()).default([]) }).default({ trustedStrategies: [] }),
  native: z.enum(['yield', 'ignore']).default('yield'),
  support: z
    .strictObject({ text: z.string().max(280).default(''), url: link.nullable().default(null) })
    .default({ text: '', url: null }),
});

export type MfaConfig = z.infer<typeof configSchema>;
export type PolicyFields = z.infer<typeof policyFieldsSchema>;
