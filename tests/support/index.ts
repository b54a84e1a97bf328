/**
 * The harness: one import for every test.
 *
 *   const host = await startHost();                      a real Strapi with the plugin, on a database of its own
 *   const { person, app } = await personWithTotp(host);  somebody with an authenticator app
 *   await signInWithTotp(host, person, app);             over HTTP, as the panel does it
 *   host.clock.advance(5 * MINUTE);                      time as the plugin sees it; never sleep
 */
export * from './browser';
export * from './clock';
export * from './databases';
export * from './each-database';
export * from './enroll';
export * from './force-policy';
export * from './host';
export * from './mail-catcher';
export * from './node';
export * from './own-postgres';
export * from './people';
export * from './policy';
export * from './port';
export * from './process-host';
export * from './security-key';
export * from './sessions';
export * from './shared-clock';
export * from './template';
export * from './text-catcher';
export * from './totp';
