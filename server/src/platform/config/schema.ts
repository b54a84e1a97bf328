/**
 * `config/plugins.ts`, `mfa.config`. Unknown keys stop boot with the key's name. The words in `described` are what
 * docs/configuration.md says: `npm run docs:generate` writes it from here.
 */
import { z } from 'zod';

import { described } from './described';
import { link } from './link';
import { keptFieldsSchema } from './policy-schema';

const origin = z.string().refine((value) => URL.canParse(value) && new URL(value).pathname === '/', {
  message: 'must be an origin such as https://cms.example.com',
});

const smsSchema = z.strictObject({
  provider: described(
    z.union([z.string().min(1), z.custom<object>((value) => typeof value === 'object' && value !== null)]),
    'Who delivers: `http`, `twilio` or `console` (built in), the name or path of a package, or an object with `init(providerOptions, settings)`.'
  ),
  providerOptions: described(z.record(z.string(), z.unknown()), 'Secrets and addresses of the provider.').default({}),
  settings: described(z.record(z.string(), z.unknown()), 'Further settings of the provider, e.g. the sender.').default(
    {}
  ),
  countries: described(
    z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
    'Two-letter country codes; nothing is sent elsewhere.'
  ),
  perNumberPerDay: described(z.int().min(1).max(100), 'Messages to one number a day.').default(10),
  perDay: described(z.int().min(1).max(100_000), 'Messages a day over all numbers: a lid on the bill.').default(200),
});

const FIRST_KEY_LENGTH = 32;

const keySchema = z.strictObject({
  id: described(z.string().regex(/^[A-Za-z0-9_-]{1,32}$/), 'A name of your choice; stored beside what it encrypts.'),
  secret: described(
    z.string().min(1),
    'Long and random, e.g. from `openssl rand -base64 32`. The first key’s has 32 characters at least.'
  ),
});

export const configSchema = z.strictObject({
  encryptionKeys: described(
    // Of two with one id the second would never be used, and what it encrypted could not be read.
    z
      .array(keySchema)
      .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, {
        message: 'two keys have the same id',
      })
      .refine(([first]) => first === undefined || first.secret.length >= FIRST_KEY_LENGTH, {
        message: 'the first key encrypts: its secret must have at least 32 characters',
        path: [0, 'secret'],
      }),
    'Keys for the secrets of authenticator apps and telephone numbers. The first encrypts, all decrypt: put a new one in front and run `strapi-mfa rotate-key`. Strapi’s own key decrypts as well, under the id `default`, unless a key of that id is listed.',
    'one key with the id `default`, from `admin.secrets.encryptionKey` (`ENCRYPTION_KEY`)'
  ).default([]),
  webauthn: described(
    z.strictObject({
      rpId: described(
        z.string().min(1).max(253).optional(),
        'The domain that security keys are bound to. Changing it makes every registered key useless.',
        'the host of `server.url` or `admin.url`'
      ),
      rpName: described(z.string().min(1).max(64).optional(), 'Shown by the browser’s dialog.', 'the site’s name'),
      origins: described(
        z.array(origin).min(1).max(20).optional(),
        'Addresses that the panel is opened at, where there are several.',
        'the origin of `server.url` or `admin.url`'
      ),
    }),
    'Security keys and passkeys.'
  ).default({}),
  issuer: described(
    z.string().min(1).max(64).optional(),
    'Shown above the code by authenticator apps.',
    'the site’s name'
  ),
  policy: described(
    keptFieldsSchema,
    'Parts of the policy that are not to be changed in the panel. They are shown there as locked; everything else stays with the people who hold the permission.'
  ).default({}),
  transactionMinutes: described(z.int().min(1).max(10), 'How long a question at the log-in stays open.').default(5),
  resetEnrollmentHours: described(
    z.int().min(1).max(720),
    'How long after a reset somebody may set up anew with the password alone.'
  ).default(72),
  sms: described(
    smsSchema.optional(),
    'Codes by text message. The method is offered once this is set and the policy allows it.',
    'text messages are off'
  ),
  mail: described(
    z.strictObject({
      from: described(z.string().max(320).optional(), 'Sender of the plugin’s mails.', 'the e-mail plugin’s sender'),
      replyTo: described(z.string().max(320).optional(), 'Where answers go.', 'the e-mail plugin’s reply address'),
      templates: described(
        z.record(z.string(), z.record(z.string(), z.string())),
        'Your own words, by mail and, if you like, by language: `{ "locked.de": { "subject": "…", "text": "…", "html": "…" } }`.'
      ).default({}),
    }),
    'Mails about people’s accounts. They go through Strapi’s e-mail plugin.'
  ).default({ templates: {} }),
  audit: described(
    z.strictObject({
      retentionDays: described(z.int().min(30).max(3650), 'How long events are kept.').default(365),
      webhook: described(
        z.strictObject({
          url: described(z.url(), 'Receives every event as JSON.'),
          secret: described(z.string().min(16), 'Signs the body.'),
        }),
        'A collector outside that events are forwarded to.',
        'nothing is forwarded'
      ).optional(),
    }),
    'The trail of events.'
  ).default({ retentionDays: 365 }),
  guard: described(
    z.strictObject({
      trustedStrategies: described(
        z.array(z.string()),
        'Names of authentication strategies of the host’s own that are let pass on admin routes without a second factor. Leave it empty unless you know that the strategy proves one itself.'
      ).default([]),
    }),
    'The guard before every admin route.'
  ).default({ trustedStrategies: [] }),
  native: described(
    z.enum(['yield', 'ignore']),
    'What to do while Strapi’s own admin MFA, or the plugin strapi-identity, is switched on: step aside for whoever is asked there, or ask as well.'
  ).default('yield'),
  support: described(
    z.strictObject({
      text: described(z.string().max(280), 'What to do.').default(''),
      url: described(link.nullable(), 'Where to find help.').default(null),
    }),
    'Shown to people who have lost everything, where the policy has no text of its own.'
  ).default({ text: '', url: null }),
});

export type MfaConfig = z.infer<typeof configSchema>;
