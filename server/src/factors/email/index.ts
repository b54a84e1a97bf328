/**
 * Codes by email, through Strapi's email plugin.
 * Promises: the address is the account's at enrollment, confirmed with a code and stored with the factor; changing the
 * account's address changes nothing here. Never: a code in a subject, a link.
 */
export { CODE_MAILS, createEmail, maskAddress, VERIFICATION_MAIL } from './factor';
