/**
 * The two requests of a passkey login. They use the panel's own `fetch`, so that the gate can intercept the answers.
 */
import { backendAddress } from '../gate/panel';

type Json = Record<string, unknown>;

export type LoginFault = 'refused' | 'unknown' | 'off' | 'unreachable';
export type Answered<T> = { ok: true; data: T } | { ok: false; fault: LoginFault };

export interface Options {
  challenge: string;
  publicKey: Json & { rpId?: string };
  /** When this page requested them, by its own clock. */
  at: number;
}

const faultOf = (status: number, details: Json): LoginFault => {
  if (details['unknownCredential'] === true) return 'unknown';
  if (details['code'] === 'MFA_METHOD_NOT_ALLOWED') return 'off';
  return status >= 500 ? 'unreachable' : 'refused';
};

const post = async (path: string, body: Json): Promise<Answered<Json>> => {
  try {
    const response = await fetch(`${backendAddress()}/mfa/passkey/${path}`, {
      method: 'POST',
      credentials: 'include',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { data?: Json; error?: { details?: Json } };
    if (response.ok && answer.data) return { ok: true, data: answer.data };
    return { ok: false, fault: faultOf(response.status, answer.error?.details ?? {}) };
  } catch {
    return { ok: false, fault: 'unreachable' };
  }
};

export const askOptions = async (): Promise<Answered<Options>> => {
  const at = Date.now();
  const answer = await post('options', {});
  return answer.ok ? { ok: true, data: { ...(answer.data as unknown as Options), at } } : answer;
};

/** Where Strapi stores the ID of this browser. A login creates it if it's missing. */
const DEVICE_KEY = 'strapi.admin.deviceId';

const deviceId = (): string => {
  const known = window.localStorage.getItem(DEVICE_KEY);
  if (known) return known;
  const made = crypto.randomUUID();
  window.localStorage.setItem(DEVICE_KEY, made);
  return made;
};

/** @returns the access token, in the same form as Strapi's own login */
export const verify = async (challenge: string, response: unknown, rememberMe: boolean): Promise<Answered<string>> => {
  const answer = await post('verify', { challenge, response, rememberMe, deviceId: deviceId() });
  return answer.ok ? { ok: true, data: String(answer.data['token']) } : answer;
};
