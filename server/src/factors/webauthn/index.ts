/**
 * Security keys and passkeys (WebAuthn Level 3): no shared secret, bound to this site, nothing to phish.
 * Promises: one challenge, one attempt; an answer counts only from its owner, for its transaction, from the configured
 * site; no FIDO2 authenticator is excluded; everything works without the encryption key. Never: a relying party from a
 * request, access granted because of what an authenticator claims to be.
 */
export { createWebauthn } from './factor';
export { relatedOrigins, relyingParty, type RelyingParty, type UnavailableReason } from './relying-party';
