import { createHmac } from 'node:crypto';

import { securityKey, type SecurityKey } from '../support/security-key';

export const PASSWORD = 'Password-of-the-bench-1';
/** The same password with bcrypt's lowest cost, for benchmarks that don't time the hashing. */
export const CHEAP_HASH = '$2a$04$hnvZhZNvyw8DfuduLGzlVu.2.DjdlX/ZcXenUCgD0tp/kZpyUfPDu';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: { data: T; error?: { details: Record<string, unknown> } };
}

const DIGITS = 1_000_000;

/** RFC 6238, with the seed as raw hex. */
export const codeOf = (seedHex: string, step: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', Buffer.from(seedHex, 'hex')).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % DIGITS).padStart(6, '0');
};

const send = async <T>(method: string, url: string, body: unknown, token?: string): Promise<Answer<T>> => {
  const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Answer<T>['body'] };
};

export const post = <T>(url: string, body: unknown, token?: string): Promise<Answer<T>> =>
  send<T>('POST', url, body, token);

export const put = <T>(url: string, body: unknown, token?: string): Promise<Answer<T>> =>
  send<T>('PUT', url, body, token);

export const get = async (url: string, token: string): Promise<Answer> => {
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};

export const expectStatus = <T extends { status: number; body: unknown }>(answer: T, status: number): T => {
  if (answer.status === status) return answer;
  throw new Error(`expected ${status}, got ${answer.status} ${JSON.stringify(answer.body)}`);
};

export const login = (url: string, email: string): Promise<Answer<{ token: string }>> =>
  post(`${url}/admin/login`, { email, password: PASSWORD });

/** The transaction that the right password starts. */
export const question = async (url: string, email: string): Promise<string> => {
  const { body } = expectStatus(await login(url, email), 403);
  return String(body.error?.details.transaction);
};

/** Enrolls through the real routes, so that the recovery codes get their real, slow hash. */
export const enrollKeyHolder = async ({ url }: { url: string }, email: string): Promise<SecurityKey> => {
  const { token } = expectStatus(await login(url, email), 200).body.data;
  expectStatus(await post(`${url}/mfa/me/password`, { password: PASSWORD }, token), 200);
  const key = securityKey({ origin: `http://localhost:${new URL(url).port}` });
  const begun = await post<{ publicKey: never }>(`${url}/mfa/me/webauthn/begin`, {}, token);
  const response = key.create(expectStatus(begun, 200).body.data.publicKey);
  expectStatus(await post(`${url}/mfa/me/webauthn/finish`, { response, name: 'Key' }, token), 200);
  return key;
};

export interface AskedAlone {
  challenge: string;
  publicKey: never;
}

/** The first half of a login with a passkey alone. The request doesn't name a person. */
export const askAlone = async ({ url }: { url: string }): Promise<AskedAlone> =>
  expectStatus(await post<AskedAlone>(`${url}/mfa/passkey/options`, {}), 200).body.data;

/** The request body with this key's answer. */
export const answerAlone = ({ challenge, publicKey }: AskedAlone, key: SecurityKey): object => ({
  challenge,
  response: key.get(publicKey),
});

/** The body for `verify` with this key's answer to the prompt that follows the password. */
export const proveWithKey = async ({ url }: { url: string }, email: string, key: SecurityKey): Promise<object> => {
  const transaction = await question(url, email);
  const options = await post<{ publicKey: never }>(`${url}/mfa/transactions/webauthn/options`, { transaction });
  const response = key.get(expectStatus(options, 200).body.data.publicKey);
  return { transaction, method: 'webauthn', response };
};
