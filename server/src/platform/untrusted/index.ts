/**
 * What clients and people send, made into what others read: in mails, on a terminal, in the trail.
 * Promises: an address is an address or nothing; a browser is a name from a list; a name in a mail makes no
 * link, and where its reader may not have chosen it, it is neither a phone number nor a message; a terminal gets no control sequences. Never: changes what is stored.
 */
export { describeBrowser } from './browser';
export { ipAddressOf } from './ip-address';
export { mailboxText, nameOrNothing, unlinked } from './mail-text';
export { terminalJson, terminalText } from './terminal';
