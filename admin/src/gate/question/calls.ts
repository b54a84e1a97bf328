/**
 * The gate's own calls to the server. They use the original `fetch`, so their answers are never held. The transaction
 * is in the body, or in the one header that Strapi's CORS allows.
 */
import { ERROR_CODES } from '../../../../shared/contracts/constants';
import type { ChallengeDetails, ErrorCode, Method } from '../../../../shared/contracts/types';
import { recoverLostFinish } from '../../factors/lost-answers';
import type {
  Answer,
  Delivery,
  Enrolled,
  EnrollmentCalls,
  FirstFactorCalls,
  Proof,
  Refusal,
  TrialCalls,
} from '../../factors';

type Fetch = typeof fetch;
type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const isErrorCode = (code: unknown): code is ErrorCode => ERROR_CODES.some((known) => known === code);

const UNREACHABLE: Refusal = { status: 0, code: 'UNREACHABLE', message: '', details: {} };

/**
 * Turns Strapi's error envelope into a refusal. Any other failure is unexpected, or no answer at all for status 500 and
 * above.
 */
export const refusalOf = (status: number, body: unknown): Refusal => {
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  const details = isRecord(error.details) ? error.details : {};
  const other = status >= 500 ? 'UNREACHABLE' : 'UNEXPECTED';
  return {
    status,
    code: isErrorCode(details.code) ? details.code : other,
    message: typeof error.message === 'string' ? error.message : '',
    details,
  };
};

/** A refusal that is a question itself, with a transaction to answer it. */
export const opensTransaction = ({ code, details }: Refusal): boolean =>
  (code === 'MFA_REQUIRED' || code === 'MFA_ENROLLMENT_REQUIRED') && typeof details.transaction === 'string';

/** The answer of `verify` and `complete`. `body` is the complete body, as Strapi's own login would have sent it. */
export interface Proved {
  body: unknown;
  recoveryCodesRemaining: number | null;
}

export interface GateCalls {
  openTransaction(password?: string): Promise<Answer<ChallengeDetails>>;
  confirmPassword(password: string): Promise<Answer<unknown>>;
  options(transaction: string): Promise<Answer<{ publicKey: Json }>>;
  send(transaction: string, method: Method): Promise<Answer<Delivery>>;
  verify(transaction: string, method: Method, proof: Proof, trustBrowser: boolean): Promise<Answer<Proved>>;
  complete(transaction: string): Promise<Answer<Proved>>;
  enrollment(transaction: string): EnrollmentCalls;
  firstFactor(transaction: string): FirstFactorCalls;
  acknowledge(transaction: string, code: string): Promise<Answer<unknown>>;
  /** What a person may do with the session that `complete` began. The panel doesn't know it yet. */
  afterwards(proved: Proved): { trial: TrialCalls; rename(id: string, name: string): Promise<Answer<unknown>> };
  /** Repeats the login for a new transaction, so that nobody has to enter a password twice. */
  startAgain(): Promise<Answer<ChallengeDetails>>;
}

interface Ports {
  send: Fetch;
  backend: string;
  token(): string | null;
  /** Sends the held login again. Null if its credentials were used up. */
  repeatSignIn: (() => Promise<Response>) | null;
}

const provedOf = (answer: Answer<unknown>, body: unknown): Answer<Proved> => {
  if (!answer.ok) return answer;
  const mfa = isRecord(answer.data) && isRecord(answer.data.mfa) ? answer.data.mfa : {};
  const left = mfa.recoveryCodesRemaining;
  return { ok: true, data: { body, recoveryCodesRemaining: typeof left === 'number' ? left : null } };
};

export const createCalls = ({ send, backend, token, repeatSignIn }: Ports): GateCalls => {
  const ask = async (path: string, body: Json, authorization?: string | null, method = 'POST') => {
    try {
      const response = await send(`${backend}/mfa${path}`, {
        method,
        credentials: 'include',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          ...(authorization ? { authorization } : {}),
        },
        body: JSON.stringify(body),
      });
      const answered: unknown = await response.json().catch(() => null);
      return { status: response.status, ok: response.ok, body: answered };
    } catch {
      return null;
    }
  };

  const call = async <T>(
    path: string,
    body: Json,
    authorization?: string | null,
    method?: string
  ): Promise<Answer<T>> => {
    const answered = await ask(path, body, authorization, method);
    if (!answered) return { ok: false, refusal: UNREACHABLE };
    if (!answered.ok) return { ok: false, refusal: refusalOf(answered.status, answered.body) };
    return { ok: true, data: (isRecord(answered.body) ? answered.body.data : null) as T };
  };

  const prove = async (path: string, body: Json): Promise<Answer<Proved>> => {
    const answered = await ask(path, body);
    if (!answered) return { ok: false, refusal: UNREACHABLE };
    if (!answered.ok) return { ok: false, refusal: refusalOf(answered.status, answered.body) };
    return provedOf({ ok: true, data: isRecord(answered.body) ? answered.body.data : null }, answered.body);
  };

  const bearer = () => {
    const newest = token();
    return newest === null ? null : `Bearer ${newest}`;
  };
  const owned = (transaction: string) => `MFA ${transaction}`;
  /** The session of a login is in the answer. In place, it's the panel's own. */
  const begunBy = ({ body }: Proved): string | null => {
    const data = isRecord(body) && isRecord(body.data) ? body.data : {};
    return typeof data.token === 'string' ? `Bearer ${data.token}` : bearer();
  };

  return {
    openTransaction: (password) => call('/transactions', password === undefined ? {} : { password }, bearer()),
    confirmPassword: (password) => call('/me/password', { password }, bearer()),
    options: (transaction) => call('/transactions/webauthn/options', { transaction }),
    send: (transaction, method) => call(`/transactions/${method}/send`, { transaction }),
    verify: (transaction, method, proof, trustBrowser) =>
      prove('/transactions/verify', { transaction, method, ...proof, ...(trustBrowser ? { trustBrowser: true } : {}) }),
    complete: (transaction) => prove('/transactions/complete', { transaction }),
    enrollment: (transaction) =>
      recoverLostFinish({
        begin: (type, body) => call(`/me/${type}/begin`, body, owned(transaction)),
        finish: (type, body) => call<Enrolled>(`/me/${type}/finish`, body, owned(transaction)),
        // Repeats the lost answer of `finish`, with new codes. 409 if nothing was set up in this transaction.
        lookFor: async () => {
          const answer = await call<Enrolled>('/transactions/recovery-codes', { transaction });
          if (answer.ok) return answer.data;
          return answer.refusal.code === 'MFA_ENROLLMENT_INCOMPLETE' ? 'nothing' : 'unknown';
        },
      }),
    firstFactor: (transaction) => ({
      send: () => call('/me/first-factor/send', {}, owned(transaction)),
      verify: (code) => call('/me/first-factor/verify', { code }, owned(transaction)),
      pass: (pass) => call('/me/first-factor/pass', { pass }, owned(transaction)),
    }),
    acknowledge: (transaction, code) => call('/me/recovery-codes/acknowledge', { code }, owned(transaction)),
    afterwards: (proved) => ({
      trial: {
        open: () => call('/transactions', {}, begunBy(proved)),
        options: (transaction) => call('/transactions/webauthn/options', { transaction }),
        verify: (transaction, method, proof) => call('/transactions/verify', { transaction, method, ...proof }),
      },
      rename: (id, name) => call(`/me/authenticators/${id}`, { name }, begunBy(proved), 'PUT'),
    }),
    startAgain: async () => {
      try {
        const response = await repeatSignIn?.();
        if (!response) return { ok: false, refusal: UNREACHABLE };
        const refusal = refusalOf(response.status, await response.json());
        return opensTransaction(refusal)
          ? { ok: true, data: refusal.details as unknown as ChallengeDetails }
          : { ok: false, refusal };
      } catch {
        return { ok: false, refusal: UNREACHABLE };
      }
    },
  };
};
