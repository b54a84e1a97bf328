/** Logs in over HTTP, step by step or all at once, and sends requests as a logged-in person. */
import type { Response, Test } from 'supertest';

import type { ChallengeDetails } from '../../shared/contracts';
import type { Reachable } from './host';
import type { Person } from './people';

export interface LoginOptions {
  rememberMe?: boolean;
  deviceId?: string;
  /** The `Cookie` header, e.g. for a trusted browser. */
  cookie?: string;
  headers?: Record<string, string>;
}

/** A logged-in browser: every request sends its token and the cookies of its login. */
export interface Session {
  token: string;
  /** `name=value; …` of everything that the login set. */
  cookie: string;
  user: { id: number; email: string };
  /** The response that completed the login. */
  response: Response;
  get(path: string): Test;
  post(path: string, body?: object): Test;
  put(path: string, body?: object): Test;
  delete(path: string, body?: object): Test;
}

export const cookiesOf = (response: Response): string[] => {
  const header: unknown = response.headers['set-cookie'];
  return Array.isArray(header) ? header.map(String) : [];
};

/** `name=value` of one cookie, or undefined. */
export const cookieOf = (response: Response, name: string): string | undefined =>
  cookiesOf(response)
    .map((cookie) => String(cookie.split(';')[0]))
    .find((pair) => pair.startsWith(`${name}=`));

export const sessionWith = (host: Reachable, token: string): Omit<Session, 'response' | 'user' | 'cookie'> => {
  const as = (test: Test) => test.set('Authorization', `Bearer ${token}`);
  return {
    token,
    get: (path) => as(host.request.get(path)),
    post: (path, body = {}) => as(host.request.post(path)).send(body),
    put: (path, body = {}) => as(host.request.put(path)).send(body),
    delete: (path, body) => (body ? as(host.request.delete(path)).send(body) : as(host.request.delete(path))),
  };
};

/** A session from a response that completed a login. Fails if it didn't. */
export const sessionOf = (host: Reachable, response: Response): Session => {
  const token: unknown = response.body?.data?.token;
  if (response.status !== 200 || typeof token !== 'string') {
    throw new Error(`No session in this answer: ${response.status} ${JSON.stringify(response.body)}`);
  }
  const cookie = cookiesOf(response)
    .map((line) => line.split(';')[0])
    .join('; ');
  return { ...sessionWith(host, token), cookie, user: response.body.data.user, response };
};

/** Posts the login form, and returns the response. */
export const postLogin = (
  host: Reachable,
  who: { email: string; password: string },
  options: LoginOptions = {}
): Test => {
  const { cookie, headers, ...more } = options;
  const test = host.request.post('/admin/login').set(headers ?? {});
  if (cookie) test.set('Cookie', cookie);
  return test.send({ email: who.email, password: who.password, ...more });
};

/** Logs in a person who only needs a password. */
export const logIn = async (host: Reachable, who: Person, options: LoginOptions = {}): Promise<Session> =>
  sessionOf(host, await postLogin(host, who, options));

/** The question in a response. Fails if there's none. */
export const challengeOf = (response: Response): ChallengeDetails => {
  const details: ChallengeDetails | undefined = response.body?.error?.details;
  if (response.status !== 403 || !details?.code?.startsWith('MFA_')) {
    throw new Error(`No challenge in this answer: ${response.status} ${JSON.stringify(response.body)}`);
  }
  return details;
};

/** The transaction token of a question. Fails if there's none. */
export const transactionOf = (response: Response): string => {
  const { transaction } = challengeOf(response);
  if (!transaction) throw new Error('The challenge brought no transaction.');
  return transaction;
};

/** Enters the password, and returns the question. */
export const askToSignIn = async (host: Reachable, who: Person, options: LoginOptions = {}) => {
  const response = await postLogin(host, who, options);
  return { ...challengeOf(response), transaction: transactionOf(response), response };
};

/** Answers a question, right or wrong. `proof` is `{method, code}` or `{method: 'webauthn', response}`. */
export const verify = (host: Reachable, transaction: string, proof: object): Test =>
  host.request.post('/mfa/transactions/verify').send({ transaction, ...proof });
