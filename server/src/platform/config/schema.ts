/**
 * The schema of `mfa.config` in `config/plugins.ts`. An unknown key stops the boot with an error that names it.
 * `npm run docs:generate` writes docs/configuration.md from the descriptions here.
 */
import { z } from 'zod';

import { described } from './with-description';
import { link } from './link';
import { keptFieldsSchema } from './policy-schema';

const origin = z.string().refine((value) => URL.canParse(value) && new URL(value).pathname === '/', {
  message: 'must be an origin such as https://cms.example.com',
});

const smsSchema = z.strictObject({
  provider: described(
    z.union([z.string().min(1), z.custom<object>((value) => typeof value === 'object' && value !== null)]),
    'The provider: `http`, `twilio`, or `console` (built in), the name or path of a package, or an object with `init(providerOptions, settings)`.'
  ),
  providerOptions: described(z.record(z.string(), z.unknown()), 'Secrets and addresses of the provider.').default({}),
  settings: described(z.record(z.string(), z.unknown()), 'Other settings of the provider, e.g. the sender.').default(
    {}
  ),
  countries: described(
    z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
    'Two-letter country codes. Nothing is sent to other countries.'
  ),
  perNumberPerDay: described(z.int().min(1).max(100), 'Messages per day to one number.').default(10),
  perDay: described(z.int().min(1).max(100_000), 'Messages per day to all numbers. This limits your bill.').default(
    200
  ),
});

/** The metadata is signed, but over plain http, an attacker could withhold newer editions. */
const isPrivate = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
};

const metadataSchema = z
  .strictObject({
    file: described(
      z.string().min(1).max(1024).optional(),
      'A copy of the blob, relative to the host’s folder: for servers that reach nothing outside. Replaced while the server runs, it is read again within an hour.'
    ),
    url: described(
      z.url().refine(isPrivate, { message: 'must be https' }).optional(),
      'Where to get it, e.g. `https://mds3.fidoalliance.org/`. The last one is kept in `.cache/strapi-mfa` of the host’s folder.'
    ),
    roots: described(
      z.array(z.string().min(1).max(16_384)).min(1).max(20).optional(),
      'Certificates (PEM, or paths of PEM files) that the signature has to end at, in place of the Alliance’s.',
      'the root of the FIDO Alliance’s signer'
    ),
  })
  .refine(({ file, url }) => (file === undefined) !== (url === undefined), { message: 'give either file or url' });

const FIRST_KEY_LENGTH = 32;

const keySchema = z.strictObject({
  id: described(
    z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
    'A name of your choice. It’s stored with the data that the key encrypts.'
  ),
  secret: described(
    z.string().min(1),
    'Long and random, e.g. from `openssl rand -base64 32`. The first key needs at least 32 characters.'
  ),
});

const fieldsSchema = z.strictObject({
  encryptionKeys: described(
    // With two keys of the same ID, the second would never be used, and its data couldn't be read.
    z
      .array(keySchema)
      .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, {
        message: 'two keys have the same id',
      })
      .refine(([first]) => first === undefined || first.secret.length >= FIRST_KEY_LENGTH, {
        message: 'the secret of the first key must have at least 32 characters because new data is encrypted with it',
        path: [0, 'secret'],
      }),
    'Keys for secrets such as authenticator apps and phone numbers. The first key encrypts, and all keys decrypt. To rotate, put a new key first and run `strapi-mfa rotate-key`. Strapi’s own key also decrypts, under the ID `default`, unless you list a key with that ID.',
    'one key with the ID `default`, from `admin.secrets.encryptionKey` (`ENCRYPTION_KEY`)'
  ).default([]),
  webauthn: described(
    z.strictObject({
      rpId: described(
        z.string().min(1).max(253).optional(),
        'The domain that security keys and passkeys are bound to. If you change it, no registered key works anymore.',
        'the host of `server.url` or `admin.url`'
      ),
      rpName: described(z.string().min(1).max(64).optional(), 'Shown in the browser’s dialog.', 'the site’s name'),
      origins: described(
        z.array(origin).min(1).max(20).optional(),
        'The addresses of the panel, if there are several.',
        'the origin of `server.url` or `admin.url`'
      ),
      metadata: described(
        metadataSchema.optional(),
        'The FIDO Alliance’s list of security key models (MDS3). Required if `policy.authenticators.attestation` is `required`. Also used to detect revoked and compromised models. Set either `file` or `url`.',
        'models aren’t checked'
      ),
    }),
    'Security keys and passkeys.'
  ).default({}),
  issuer: described(
    z.string().min(1).max(64).optional(),
    'The name that authenticator apps show for this site.',
    'the site’s name'
  ),
  policy: described(
    keptFieldsSchema,
    'Policy fields that can’t be changed in the panel. The panel shows them as locked. People with the permission can change all other fields.'
  ).default({}),
  transactionMinutes: described(z.int().min(1).max(10), 'How long people have to confirm it’s them at login.').default(
    5
  ),
  resetEnrollmentHours: described(
    z.int().min(1).max(720),
    'How long after a reset a person can set up MFA again with only their password.'
  ).default(72),
  sms: described(
    smsSchema.optional(),
    'Codes by text message. The method is offered if this is set and the policy allows it.',
    'text messages are off'
  ),
  mail: described(
    z.strictObject({
      from: described(z.string().max(320).optional(), 'Sender of the plugin’s emails.', 'the email plugin’s sender'),
      replyTo: described(z.string().max(320).optional(), 'Where replies go.', 'the email plugin’s reply address'),
      templates: described(
        z.record(z.string(), z.record(z.string(), z.string())),
        'Your own texts, by email and optionally by language: `{ "locked.de": { "subject": "…", "text": "…", "html": "…" } }`.'
      ).default({}),
    }),
    'Emails about people’s accounts. They’re sent through Strapi’s email plugin.'
  ).default({ templates: {} }),
  audit: described(
    z.strictObject({
      retentionDays: described(z.int().min(30).max(3650), 'How long events are kept.').default(365),
      webhook: described(
        z.strictObject({
          url: described(z.url(), 'Receives every event as JSON.'),
          secret: described(z.string().min(16), 'Signs the body.'),
        }),
        'An external collector that receives every event.',
        'events aren’t forwarded'
      ).optional(),
    }),
    'The audit trail.'
  ).default({ retentionDays: 365 }),
  guard: described(
    z.strictObject({
      trustedStrategies: described(
        z.array(z.string()),
        'Names of your own authentication strategies that don’t need a second factor on admin routes. Leave this empty unless the strategy proves one itself.'
      ).default([]),
    }),
    'The guard in front of every admin route.'
  ).default({ trustedStrategies: [] }),
  native: described(
    z.enum(['yield', 'ignore']),
    'What to do while Strapi’s own admin MFA or the plugin strapi-identity is on: step aside for people who are asked there, or ask them as well.'
  ).default('yield'),
  support: described(
    z.strictObject({
      text: described(z.string().max(280), 'What to do.').default(''),
      url: described(link.nullable(), 'Where to find help.').default(null),
    }),
    'Shown to people who can’t log in, if the policy has no text of its own.'
  ).default({ text: '', url: null }),
});

export const configSchema = fieldsSchema.refine(
  ({ policy, webauthn }) => policy.authenticators?.attestation !== 'required' || webauthn.metadata,
  { message: 'requires webauthn.metadata', path: ['policy', 'authenticators', 'attestation'] }
);

export type MfaConfig = z.infer<typeof configSchema>;
