/**
 * Authenticator apps (RFC 6238): six digits every thirty seconds, from a secret that only the phone and the vault know.
 * Promises: several apps per person; each step of each is accepted once, including the enrollment code; a secret is
 * shown once. Never: the client's clock, a window larger than one step, a secret outside an envelope.
 */
export { createTotp } from './factor';
