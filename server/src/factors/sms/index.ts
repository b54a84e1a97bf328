/**
 * Codes by text message, through the provider in `mfa.config.sms`.
 * Promises: only E.164 numbers of the allowed countries, stored encrypted, confirmed before use; the last line binds
 * the code to this site's address, so that browsers fill it in only here. Never: a number in a log or an answer.
 */
export { createSms } from './factor';
