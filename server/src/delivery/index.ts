/** What leaves the host: mails, text messages, and the outbox they wait in. */
export * from './mail';
export * from './outbox';
export * from './sms';
