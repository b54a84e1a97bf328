/**
 * Makes text from clients and people safe for others to read: in emails, on a terminal, in the audit trail.
 * Promises: an address is an address or nothing; a browser is a name from a list; a name in an email makes no link, and
 * if its reader may not have chosen it, it's neither a phone number nor a message; a terminal gets no control
 * sequences. Never: changes what is stored.
 */
export { describeBrowser } from './browser';
export { ipAddressOf } from './ip-address';
export { mailboxText, nameOrNothing, unlinked } from './mail-text';
export { terminalJson, terminalText } from './terminal';
