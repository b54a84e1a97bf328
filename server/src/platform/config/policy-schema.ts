import { z } from 'zod';

import { AUTHENTICATOR_TYPES, LANGUAGES, REQUIREMENTS } from '../../../../shared/contracts/constants';
import { described } from './with-description';
import { link } from './link';

const AAGUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const helpText = z.string().max(280);

const authenticatorFields = {
  userVerification: described(
    z.enum(['preferred', 'required']),
    'Whether a proof counts only if the key verified the person by PIN, fingerprint, or face.'
  ),
  attestation: described(
    z.enum(['none', 'required']),
    'Whether a key must prove its model, checked against FIDO metadata. Requires `webauthn.metadata`.'
  ),
  allowedAaguids: described(
    z.array(z.string().regex(AAGUID)).max(200),
    'Models that count, by AAGUID. Empty for any model. Unless attestation is required, the model is only what the key claims.'
  ),
  deviceBound: described(z.boolean(), 'Whether synced passkeys are excluded.'),
} as const;

/** Every key and passkey counts. */
export const ANY_AUTHENTICATOR: PolicyFields['authenticators'] = {
  userVerification: 'preferred',
  attestation: 'none',
  allowedAaguids: [],
  deviceBound: false,
};

/** The policy fields that administrators can change. Each can also be fixed in the configuration. */
export const policyFieldsSchema = z.strictObject({
  enabled: described(z.boolean(), 'If off, nobody is asked for MFA. Stored methods are kept.'),
  requirement: described(
    z.enum(REQUIREMENTS),
    'Who needs MFA: nobody, everybody starting with their next login, or everybody at every login.'
  ),
  roles: described(
    z.record(z.string().min(1).max(255), z.enum(REQUIREMENTS)),
    'Stricter requirements by role code, e.g. `{ "strapi-super-admin": "always_required" }`. The strictest one that applies counts.'
  ),
  planned: described(
    z
      .strictObject({
        requirement: z.enum(REQUIREMENTS),
        roles: z.record(z.string().min(1).max(255), z.enum(REQUIREMENTS)),
        startsAt: z.iso.datetime({ offset: true }).nullable(),
      })
      .nullable(),
    'A requirement that replaces `requirement` and `roles` at `startsAt`, on every node, without another save. Without a date, it is report only: nobody is asked, and the panel shows who would be.'
  ),
  allowedMethods: described(
    z.array(z.enum(AUTHENTICATOR_TYPES)).max(AUTHENTICATOR_TYPES.length),
    'Methods that people can set up. Recovery codes always work.'
  ),
  preferredMethod: described(z.enum(AUTHENTICATOR_TYPES), 'The method that is asked for first.'),
  gracePeriodDays: described(z.int().min(0).max(90), 'Days people have to set up MFA. 0 means right away.'),
  sso: described(
    z.enum(['exempt', 'require']),
    'Whether people who log in through single sign-on are exempt or asked as well.'
  ),
  trustedBrowserDays: described(
    z.int().min(0).max(90),
    'How long a browser stays trusted. 0 turns trust off. Ignored where MFA is always required.'
  ),
  verificationMaxAgeHours: described(z.int().min(1).max(720), 'Hours until a session is asked again.'),
  stepUpMaxAgeMinutes: described(z.int().min(1).max(30), 'How recent a proof must be for sensitive actions.'),
  stepUpActions: described(
    z.array(z.string().min(1).max(255)).max(200),
    'Route handlers that require a recent proof, in addition to the built-in ones, e.g. `example::invoice.pay`.'
  ),
  maxFailures: described(z.int().min(5).max(50), 'Failed attempts in a row until the person’s codes are locked.'),
  lockoutMinutes: described(
    z.int().min(1).max(1440),
    'How long the first lock lasts. Each further lock lasts twice as long.'
  ),
  helpText: described(helpText, 'Shown to people who can’t log in.'),
  helpTexts: described(
    z.partialRecord(z.enum(LANGUAGES), helpText),
    'The same by the panel’s language, e.g. `{ "de": "…" }`. Languages without a text of their own get `helpText`.'
  ),
  supportUrl: described(link.nullable(), 'Where they find help: `https:`, `mailto:`, or `tel:`.'),
  notices: described(
    z.record(z.string().min(1).max(64), z.boolean()),
    'Email notifications by event, e.g. `{ "factor_added": false }`.'
  ),
  passwordless: described(
    z.enum(['off', 'allowed']),
    'Whether people can log in with a passkey alone, with user verification and without a password.'
  ),
  passkeyUpgrade: described(
    z.enum(['off', 'offer', 'automatic']),
    'What people without a passkey see after they log in: nothing, an offer, or a passkey that the browser creates automatically where it can.'
  ),
  authenticators: described(z.strictObject(authenticatorFields), 'Which security keys and passkeys count.'),
  roleMethods: described(
    z.record(z.string().min(1).max(255), z.array(z.enum(AUTHENTICATOR_TYPES)).min(1).max(AUTHENTICATOR_TYPES.length)),
    'Fewer methods by role code, e.g. `{ "strapi-super-admin": ["webauthn"] }`. A person can use what all of their roles and `allowedMethods` have in common.'
  ),
  firstFactorProof: described(
    z.enum(['password', 'email', 'pass']),
    'What a person proves before they set up a first method: only their password, also a code sent to their email address, or also a pass from an administrator.'
  ),
});

/**
 * The fields as stored in the configuration and the database. Fields can be missing, even nested ones, because later
 * versions add some.
 */
export const keptFieldsSchema = policyFieldsSchema.partial().extend({
  authenticators: described(
    z
      .strictObject({
        userVerification: authenticatorFields.userVerification.default(ANY_AUTHENTICATOR.userVerification),
        attestation: authenticatorFields.attestation.default(ANY_AUTHENTICATOR.attestation),
        allowedAaguids: authenticatorFields.allowedAaguids.default([]),
        deviceBound: authenticatorFields.deviceBound.default(ANY_AUTHENTICATOR.deviceBound),
      })
      .optional(),
    'Which security keys and passkeys count.'
  ),
});

export type PolicyFields = z.infer<typeof policyFieldsSchema>;
