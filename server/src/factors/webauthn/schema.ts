import { z } from 'zod';

import { LIMITS } from '../../../../shared/contracts/constants';

/** WebAuthn L3 §5.8.4. Other values from a browser are dropped. */
export const TRANSPORTS = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal', 'cable'] as const;
export type Transport = (typeof TRANSPORTS)[number];

const base64url = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^[A-Za-z0-9_-]+$/);

/** 1023 bytes in base64url. */
const credentialId = base64url(1364);

const envelope = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(32).nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()).optional(),
} as const;

/** The person's choice, as L3 §5.8.7 names it. It shapes the options and decides nothing. */
export const HINTS = ['client-device', 'security-key', 'hybrid'] as const;
export type Hint = (typeof HINTS)[number];

export const registrationBeginShape = {
  hint: z.enum(HINTS).optional(),
  /** False for a security key without a free slot. It can then only be a second factor. */
  discoverable: z.boolean().optional(),
  /** Created without a dialog, right after a login, in a browser that supports it (L3 §5.1.3, conditional creation). */
  conditional: z.literal(true).optional(),
} as const;
export const registrationBeginSchema = z.object(registrationBeginShape);

/** Browsers may add members to these objects. Members not named here are dropped unread. */
export const registrationShape = {
  response: z.object({
    ...envelope,
    response: z.object({
      clientDataJSON: base64url(8192),
      attestationObject: base64url(49_152),
      transports: z.array(z.string().max(32)).max(16).optional(),
    }),
  }),
  /** The browser's name for its own device, in the panel's language. Used if the authenticator doesn't name a product. */
  suggestedName: z.string().max(LIMITS.nameLength).optional(),
} as const;

export const authenticationShape = {
  response: z.object({
    ...envelope,
    response: z.object({
      clientDataJSON: base64url(8192),
      authenticatorData: base64url(8192),
      signature: base64url(8192),
      userHandle: z.string().max(128).nullish(),
    }),
  }),
} as const;

export const registrationSchema = z.object(registrationShape);
export const authenticationSchema = z.object(authenticationShape);
export type RegistrationAnswer = z.infer<typeof registrationSchema>['response'];
export type AuthenticationAnswer = z.infer<typeof authenticationSchema>['response'];

/** What the server remembers between options and answer. Not secret, but only for this person and scope. */
const ceremonyMemorySchema = z.object({ challenge: z.string().min(22), rpId: z.string() });
export const registrationMemorySchema = ceremonyMemorySchema.extend({
  conditional: z.literal(true).optional(),
  attested: z.literal(true).optional(),
});
export type RegistrationMemory = z.infer<typeof registrationMemorySchema>;
export const authenticationMemorySchema = ceremonyMemorySchema.extend({ credentialIds: z.array(z.string()) });

/** A stored credential. `mac` covers everything that decides. See stored-credential.ts. */
export const credentialSchema = z.object({
  credentialId: z.string().min(1),
  publicKey: z.string().min(1),
  aaguid: z.string(),
  transports: z.array(z.enum(TRANSPORTS)),
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
  rpId: z.string().min(1),
  /**
   * Whether it can log in alone, as the browser reported at creation (L3 §10.1.3). Only for display, not for decisions.
   */
  discoverable: z.boolean().nullish(),
  /**
   * Whether the last answer verified the person. Each answer says so itself. Stored so that another key can be
   * requested in time.
   */
  userVerified: z.boolean().optional(),
  /** The model was proved at registration. Stored only if true, so that the MACs of older rows stay valid. */
  attested: z.literal(true).optional(),
  /** Identifies the model of a key without an AAGUID: the SHA-1 of its attestation key (MDS3 §3.1.1), hex. */
  attestationKey: z.string().optional(),
  /** The handle that it was created with, if its owner has another one since. See `strapi-mfa copied`. */
  userHandle: z.string().optional(),
  mac: z.string().nullable(),
});

export type Credential = z.infer<typeof credentialSchema>;
