/** What leaves the server: emails, text messages, and the outbox that queues them. */
export * from './mail';
export * from './outbox';
export * from './sms';
