/**
 * The harness: one import for every test. Nothing in it stands in for anything: hosts, databases, keys, and mail are real.
 *
 *   const host = await startHost();                      a real Strapi with the plugin, on a database of its own
 *   const { person, app } = await personWithTotp(host);  somebody with an authenticator app
 *   await signInWithTotp(host, person, app);             over HTTP, as the panel does it
 *   host.clock.advance(5 * MINUTE);                      time as the plugin sees it; never sleep
 *
 * A host       startHost, host.restart, host.strapi, host.container, host.request, host.mail, host.sms
 *              startNode and forkHost (a host in a process of its own), ownPostgres (a server a test may kill)
 * Databases    onEachDatabase(title, tests): SQLite, PostgreSQL, and MariaDB, whichever this run has
 * Time         host.clock.now, .advance, .set; SECOND, MINUTE, HOUR, DAY; sharedClock for several processes
 * People       createPerson, createRole, superAdmin; EDITOR, AUTHOR, SUPER; SUPER_ADMIN is there from the start
 * Logging in   postLogin (the bare answer), logIn, askToSignIn (the question), verify (an answer to it), sessionOf
 *              signInWithTotp, signInWithKey, signInWithRecoveryCode; cookiesOf, cookieOf, sessionWith
 * Setting up   logInToEnroll, confirmPassword, enrollTotp, enrollKey, personWithTotp, personWithKey
 * Proofs       totpCode, wrongTotpCode, securityKey (a software authenticator that signs), keyProof
 * Policy       setPolicy, putPolicy, previewPolicy (as an administrator does it), forcePolicy (whatever the rules say)
 * A browser    openBrowser, newContext, plugInKey (a virtual authenticator), picture, pageErrorsIn;
 *              pages and gestures are in tests/browser/panel.ts and panel-hands.ts
 * What left    host.mail.waitFor, .to; host.sms: the mails and text messages that were really sent
 */
export * from './browser';
export * from './cbor';
export * from './certificates';
export * from './clock';
export * from './databases';
export * from './each-database';
export * from './enroll';
export * from './fido-metadata';
export * from './force-policy';
export * from './host';
export * from './mail-catcher';
export * from './node';
export * from './own-postgres';
export * from './people';
export * from './passkeys';
export * from './policy';
export * from './port';
export * from './price';
export * from './process-host';
export * from './security-key';
export * from './sessions';
export * from './shared-clock';
export * from './soft-key';
export * from './template';
export * from './text-catcher';
export * from './totp';
