/**
 * The test harness, with one import for every test. It uses no mocks: hosts, databases, keys, and email are real.
 *
 *   const host = await startHost();                      a real Strapi with the plugin, on a database of its own
 *   const { person, app } = await personWithTotp(host);  a person with an authenticator app
 *   await signInWithTotp(host, person, app);             over HTTP, as the panel does it
 *   host.clock.advance(5 * MINUTE);                      time as the plugin sees it; never sleep
 *
 * A host       startHost, host.restart, host.strapi, host.container, host.request, host.mail, host.sms
 *              startNode and forkHost (a host in its own process), ownPostgres (a server that a test can kill)
 * Databases    onEachDatabase(title, tests): runs on SQLite, PostgreSQL, and MariaDB, if this run has them
 * Time         host.clock.now, .advance, .set; SECOND, MINUTE, HOUR, DAY; sharedClock for several processes
 * People       createPerson, createRole, superAdmin; EDITOR, AUTHOR, SUPER; SUPER_ADMIN always exists
 * Logging in   postLogin (the response), logIn, askToSignIn (the question), verify (answers it), sessionOf
 *              signInWithTotp, signInWithKey, signInWithRecoveryCode; cookiesOf, cookieOf, sessionWith
 * Setting up   logInToEnroll, confirmPassword, enrollTotp, enrollKey, personWithTotp, personWithKey
 * Proofs       totpCode, wrongTotpCode, securityKey (a software authenticator that signs), keyProof
 * Policy       setPolicy, putPolicy, previewPolicy (as an administrator), forcePolicy (without checks)
 * A browser    openBrowser, newContext, plugInKey (a virtual authenticator), picture, pageErrorsIn;
 *              pages and gestures are in tests/browser/panel.ts and panel-steps.ts
 * Messages     host.mail.waitFor, .to; host.sms: the emails and text messages that were sent
 */
export * from './browser';
export * from './cbor';
export * from './certificates';
export * from './clock';
export * from './databases';
export * from './each-database';
export * from './full-disk';
export * from './enroll';
export * from './fido-metadata';
export * from './force-policy';
export * from './host';
export * from './mail-catcher';
export * from './node';
export * from './own-postgres';
export * from './timeouts';
export * from './people';
export * from './passkeys';
export * from './policy';
export * from './port';
export * from './statement-count';
export * from './process-host';
export * from './security-key';
export * from './sessions';
export * from './shared-clock';
export * from './soft-key';
export * from './template';
export * from './text-catcher';
export * from './totp';
