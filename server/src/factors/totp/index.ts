/**
 * Authenticator apps (RFC 6238): six digits every thirty seconds from a seed that only the phone and the vault know.
 * Promises: several apps a person, each step of each accepted once, the enrolling code included; a seed is shown once.
 * Never: a client's clock, a wider window than one step, a seed outside an envelope.
 */
export { createTotp } from './factor';
