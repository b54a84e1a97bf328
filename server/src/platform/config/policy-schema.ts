import { z } from 'zod';

import { AUTHENTICATOR_TYPES, REQUIREMENTS } from '../../../../shared/contracts/constants';
import { described } from './described';
import { link } from './link';

const AAGUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const authenticatorFields = {
  userVerification: described(
    z.enum(['preferred', 'required']),
    'Whether a proof counts only where the key has checked the person, by PIN, fingerprint or face.'
  ),
  attestation: described(
    z.enum(['none', 'required']),
    'Whether a key must prove its model, checked against FIDO metadata; needs `webauthn.metadata`.'
  ),
  allowedAaguids: described(
    z.array(z.string().regex(AAGUID)).max(200),
    'Models that count, by AAGUID; empty for any. A key says by itself which model it is, unless attestation is required.'
  ),
  deviceBound: described(z.boolean(), 'No passkeys that are synced between devices.'),
} as const;

/** Every key and passkey counts. */
export const ANY_AUTHENTICATOR: PolicyFields['authenticators'] = {
  userVerification: 'preferred',
  attestation: 'none',
  allowedAaguids: [],
  deviceBound: false,
};

/** The keys of the policy that people may change; each may also be fixed in config. */
export const policyFieldsSchema = z.strictObject({
  enabled: described(z.boolean(), 'Off: nobody is asked, and nothing stored is lost.'),
  requirement: described(
    z.enum(REQUIREMENTS),
    'Who has to have a second step: nobody, everybody from the next log-in on, or everybody at every single log-in.'
  ),
  roles: described(
    z.record(z.string().min(1).max(255), z.enum(REQUIREMENTS)),
    'A stricter requirement by role code, e.g. `{ "strapi-super-admin": "always_required" }`. The strictest that applies wins.'
  ),
  allowedMethods: described(
    z.array(z.enum(AUTHENTICATOR_TYPES)).max(AUTHENTICATOR_TYPES.length),
    'What may be set up. Recovery codes always work.'
  ),
  preferredMethod: described(z.enum(AUTHENTICATOR_TYPES), 'What is asked for first.'),
  gracePeriodDays: described(z.int().min(0).max(90), 'How long people may put off setting up.'),
  sso: described(
    z.enum(['exempt', 'require']),
    'Whether people who come by single sign-on are left to the identity provider, or asked as well.'
  ),
  trustedBrowserDays: described(
    z.int().min(0).max(90),
    'How long a browser may be trusted; 0 for never. Without effect where the second step is always required.'
  ),
  verificationMaxAgeHours: described(z.int().min(1).max(720), 'After how long a session is asked again.'),
  stepUpMaxAgeMinutes: described(z.int().min(1).max(30), 'How fresh a proof must be for sensitive actions.'),
  stepUpActions: described(
    z.array(z.string().min(1).max(255)).max(200),
    'Handlers that ask for a fresh proof, beyond the built-in ones, e.g. `example::invoice.pay`.'
  ),
  maxFailures: described(z.int().min(5).max(50), 'Wrong codes in a row until the account’s codes are locked.'),
  lockoutMinutes: described(
    z.int().min(1).max(1440),
    'How long the first lock lasts; each further one lasts twice as long.'
  ),
  helpText: described(z.string().max(280), 'Shown to people who have lost everything.'),
  supportUrl: described(link.nullable(), 'Where they find help: `https:`, `mailto:` or `tel:`.'),
  notices: described(
    z.record(z.string().min(1).max(64), z.boolean()),
    'Mails about one’s account, by event, e.g. `{ "factor_added": false }`.'
  ),
  passwordless: described(
    z.enum(['off', 'allowed']),
    'Whether a passkey alone, with user verification, is a log-in: no password and no second step.'
  ),
  passkeyUpgrade: described(
    z.enum(['off', 'offer', 'automatic']),
    'What people without a passkey meet after a log-in: nothing, an offer, or a passkey that the browser makes by itself where it can.'
  ),
  authenticators: described(z.strictObject(authenticatorFields), 'Which security keys and passkeys count.'),
  roleMethods: described(
    z.record(z.string().min(1).max(255), z.array(z.enum(AUTHENTICATOR_TYPES)).min(1).max(AUTHENTICATOR_TYPES.length)),
    'Fewer methods by role code, e.g. `{ "strapi-super-admin": ["webauthn"] }`. What all of a person’s roles and `allowedMethods` have in common is allowed.'
  ),
  firstFactorProof: described(
    z.enum(['password', 'email', 'pass']),
    'What somebody proves before setting up a first method: the password alone, a code sent to the address on file as well, or a pass from an administrator.'
  ),
});

/**
 * The same where it is kept: in config and in the database keys may be missing, as a later version adds some; in a part,
 * too.
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
