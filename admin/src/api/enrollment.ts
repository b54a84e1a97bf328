import { getFetchClient } from '@strapi/strapi/admin';

import { type AuthenticatorView, type MeView } from '../../../shared/contracts/types';
import {
  type Answer,
  type Enrolled,
  type EnrollmentCalls,
  type FirstFactorCalls,
  type TrialCalls,
} from '../factors/factor-ui';
import { recoverLostFinish } from '../factors/lost-answers';
import { answerOf } from './refusal';

/**
 * Calls that send or return a secret. They aren't query-client mutations on purpose, because its cache would keep the
 * answers. Strapi's fetch client uses the same `fetch` as everything else, so a step-up is asked in place.
 */
const send = async <T>(url: string, body: Record<string, unknown>): Promise<T> => {
  const { data } = await getFetchClient().post<{ data: T }>(url, body);
  return data.data;
};

/** The current state from the server, not from a cache. */
export const readMe = (): Promise<Answer<MeView>> =>
  answerOf(async () => (await getFetchClient().get<{ data: MeView }>('/mfa/me')).data.data);

/** The two enrollment calls with the rights of the logged-in session. `had`: the authenticators before it. */
export const sessionEnrollment = (had: readonly AuthenticatorView[]): EnrollmentCalls =>
  recoverLostFinish({
    begin: (type, body) => answerOf(() => send(`/mfa/me/${type}/begin`, body)),
    finish: (type, body) => answerOf(() => send<Enrolled>(`/mfa/me/${type}/finish`, body)),
    lookFor: async (type) => {
      const me = await readMe();
      if (!me.ok) return 'unknown';
      const known = new Set(had.map(({ id }) => id));
      const authenticator = me.data.authenticators.find((one) => one.type === type && !known.has(one.id));
      if (!authenticator) return 'nothing';
      if (me.data.recoveryCodes.acknowledged) return { authenticator };
      // They were in the lost answer, so nobody has seen them.
      const anew = await makeRecoveryCodes();
      return anew.ok ? { authenticator, recoveryCodes: anew.data.recoveryCodes } : { authenticator };
    },
  });

/** Whether this session may change its methods now. Asks the person to confirm it's them if it may not. */
export const proveRecently = (): Promise<Answer<unknown>> => answerOf(() => send('/mfa/me/recent-proof', {}));

/** A real proof of a method that was just added. */
export const sessionTrial: TrialCalls = {
  open: () => answerOf(() => send('/mfa/transactions', {})),
  options: (transaction) => answerOf(() => send('/mfa/transactions/webauthn/options', { transaction })),
  verify: (transaction, method, proof) =>
    answerOf(() => send('/mfa/transactions/verify', { transaction, method, ...proof })),
};

export const sessionFirstFactor: FirstFactorCalls = {
  send: () => answerOf(() => send('/mfa/me/first-factor/send', {})),
  verify: (code) => answerOf(() => send('/mfa/me/first-factor/verify', { code })),
  pass: (pass) => answerOf(() => send('/mfa/me/first-factor/pass', { pass })),
};

export interface GivenPass {
  pass: string;
  expiresAt: string;
}

/** For a person's first method. Returns the pass once and never again. */
export const givePass = (id: number, body: { reason: string; hours: number }): Promise<Answer<GivenPass>> =>
  answerOf(() => send<GivenPass>(`/mfa/users/${id}/pass`, body));

/** Creates new recovery codes. The old ones stop working when this answers. */
export const makeRecoveryCodes = (): Promise<Answer<{ recoveryCodes: string[] }>> =>
  answerOf(() => send('/mfa/me/recovery-codes', {}));

/** Sends one of the codes just shown to the server, which compares it without using it up. */
export const acknowledgeRecoveryCodes = (code: string): Promise<Answer<unknown>> =>
  answerOf(() => send('/mfa/me/recovery-codes/acknowledge', { code }));

/** Ends every other login, with all of its sessions. */
export const endOtherSessions = (): Promise<Answer<unknown>> =>
  answerOf(() => getFetchClient().del('/mfa/me/sessions'));
