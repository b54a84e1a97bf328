/** Enrolls and proves over HTTP, as the panel does. Every failing step reports the response. */
import type { Response } from 'supertest';

import type { AuthenticatorView } from '../../shared/contracts';
import type { Host, Reachable } from './host';
import { createPerson, type Person, type PersonOptions } from './people';
import { securityKey, type SecurityKey } from './security-key';
import { askToSignIn, logIn, sessionOf, verify, type LoginOptions, type Session } from './sessions';
import { totpCode } from './totp';

/** A caller of the ◆ routes: a session, or a transaction that requires enrollment. */
export interface Caller {
  post(path: string, body?: object): PromiseLike<Response>;
}

export interface EnrolledApp {
  secret: string;
  authenticator: AuthenticatorView;
  /** Only with the first authenticator. */
  recoveryCodes?: string[];
  /** An unused code. The clock moves to the next step if this one was used. */
  code(): string;
}

export interface EnrolledKey {
  key: SecurityKey;
  authenticator: AuthenticatorView;
  recoveryCodes?: string[];
}

const STEP_MS = 30_000;

export const expectOk = (response: Response, what: string): Response => {
  if (response.status >= 200 && response.status < 300) return response;
  throw new Error(`${what}: ${response.status} ${JSON.stringify(response.body)}`);
};

/** Uses `Authorization: MFA <transaction>`, for enrollment before there is a session. */
export const callerOf = (host: Reachable, transaction: string): Caller => ({
  post: (path, body = {}) => host.request.post(path).set('Authorization', `MFA ${transaction}`).send(body),
});

/** The codes of an app as a person would read them. Each is new, and the clock moves as needed. */
const freshCodes = (host: Reachable, secret: string): (() => string) => {
  let spent = -1;
  return () => {
    const step = () => Math.floor(host.clock.now() / STEP_MS);
    if (step() <= spent) host.clock.advance((spent + 1 - step()) * STEP_MS);
    spent = step();
    return totpCode(secret, host.clock.now());
  };
};

const acknowledge = async (caller: Caller, codes: string[] | undefined): Promise<void> => {
  if (!codes) return;
  expectOk(await caller.post('/mfa/me/recovery-codes/acknowledge', { code: codes[0] }), 'acknowledge recovery codes');
};

/** Adds an authenticator app and acknowledges the recovery codes, if there are any. */
export const enrollTotp = async (host: Reachable, caller: Caller, name = 'Phone'): Promise<EnrolledApp> => {
  const begun = expectOk(await caller.post('/mfa/me/totp/begin', {}), 'begin an app');
  const secret: string = begun.body.data.secret;
  const code = freshCodes(host, secret);
  const done = expectOk(await caller.post('/mfa/me/totp/finish', { code: code(), name }), 'finish an app');
  await acknowledge(caller, done.body.data.recoveryCodes);
  return { secret, code, ...done.body.data };
};

/** Adds a security key and acknowledges the recovery codes, if there are any. */
export const enrollKey = async (
  host: Reachable,
  caller: Caller,
  key: SecurityKey = securityKey({ origin: host.origin }),
  name = 'YubiKey blue'
): Promise<EnrolledKey> => {
  const begun = expectOk(await caller.post('/mfa/me/webauthn/begin', {}), 'begin a key');
  const response = key.create(begun.body.data.publicKey);
  const done = expectOk(await caller.post('/mfa/me/webauthn/finish', { response, name }), 'finish a key');
  await acknowledge(caller, done.body.data.recoveryCodes);
  return { key, ...done.body.data };
};

/** Signs the question of an open transaction with a key. */
export const keyProof = async (host: Reachable, transaction: string, key: SecurityKey) => {
  const options = await host.request.post('/mfa/transactions/webauthn/options').send({ transaction });
  expectOk(options, 'options for a key');
  return { method: 'webauthn', response: key.get(options.body.data.publicKey) };
};

export const signInWithTotp = async (
  host: Reachable,
  who: Person,
  app: Pick<EnrolledApp, 'code'>,
  options: LoginOptions & { trustBrowser?: boolean } = {}
): Promise<Session> => {
  const { trustBrowser, ...login } = options;
  const { transaction } = await askToSignIn(host, who, login);
  const trust = trustBrowser ? { trustBrowser } : {};
  return sessionOf(host, await verify(host, transaction, { method: 'totp', code: app.code(), ...trust }));
};

export const signInWithKey = async (
  host: Reachable,
  who: Person,
  key: SecurityKey,
  options: LoginOptions & { trustBrowser?: boolean } = {}
): Promise<Session> => {
  const { trustBrowser, ...login } = options;
  const { transaction } = await askToSignIn(host, who, login);
  const trust = trustBrowser ? { trustBrowser } : {};
  return sessionOf(host, await verify(host, transaction, { ...(await keyProof(host, transaction, key)), ...trust }));
};

export const signInWithRecoveryCode = async (
  host: Reachable,
  who: Person,
  code: string,
  options: LoginOptions = {}
): Promise<Session> => {
  const { transaction } = await askToSignIn(host, who, options);
  return sessionOf(host, await verify(host, transaction, { method: 'recovery_code', code }));
};

/** Confirms the password in a session, which a first enrollment requires. */
export const confirmPassword = async (session: Session, password: string): Promise<void> => {
  expectOk(await session.post('/mfa/me/password', { password }), 'confirm the password');
};

/** Logs in with only the password and confirms it, to enroll a first authenticator. */
export const logInToEnroll = async (host: Reachable, who: Person): Promise<Session> => {
  const session = await logIn(host, who);
  await confirmPassword(session, who.password);
  return session;
};

/** A new person with an app. The session that enrolled it is still open. */
export const personWithTotp = async (host: Host, options: PersonOptions = {}) => {
  const person = await createPerson(host, options);
  const session = await logInToEnroll(host, person);
  const app = await enrollTotp(host, session);
  return { person, session, app, recoveryCodes: app.recoveryCodes ?? [] };
};

/** A new person with a security key. The session that enrolled it is still open. */
export const personWithKey = async (host: Host, options: PersonOptions = {}) => {
  const person = await createPerson(host, options);
  const session = await logInToEnroll(host, person);
  const { key, authenticator, recoveryCodes } = await enrollKey(host, session);
  return { person, session, key, authenticator, recoveryCodes: recoveryCodes ?? [] };
};
