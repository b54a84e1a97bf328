import { getFetchClient } from '@strapi/strapi/admin';

import { type AuthenticatorView, type MeView } from '../../../shared/contracts/types';
import { type Answer, type Enrolled, type EnrollmentCalls, type FirstFactorCalls } from '../factors/factor-ui';
import { recoverLostFinish } from '../factors/lost-answers';
import { answerOf } from './refusal';

/**
 * Our calls that carry or answer a secret. Not query-client mutations on purpose: its cache would keep what they answer.
 * Strapi's fetch client goes through the same `fetch` as everything else, so a step-up is asked in place.
 */
const send = async <T>(url: string, body: Record<string, unknown>): Promise<T> => {
  const { data } = await getFetchClient().post<{ data: T }>(url, body);
  return data.data;
};

/** What the server says now, past every cache. */
export const readMe = (): Promise<Answer<MeView>> =>
  answerOf(async () => (await getFetchClient().get<{ data: MeView }>('/mfa/me')).data.data);

/** The two calls of an enrollment with the rights of the signed-in session. `had`: the authenticators before it. */
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
      // They were in the answer that got lost: nobody has seen them.
      const anew = await makeRecoveryCodes();
      return anew.ok ? { authenticator, recoveryCodes: anew.data.recoveryCodes } : { authenticator };
    },
  });

export const sessionFirstFactor: FirstFactorCalls = {
  send: () => answerOf(() => send('/mfa/me/first-factor/send', {})),
  verify: (code) => answerOf(() => send('/mfa/me/first-factor/verify', { code })),
  pass: (pass) => answerOf(() => send('/mfa/me/first-factor/pass', { pass })),
};

export interface GivenPass {
  pass: string;
  expiresAt: string;
}

/** For somebody's first method. Answers the pass once and never again. */
export const givePass = (id: number, body: { reason: string; hours: number }): Promise<Answer<GivenPass>> =>
  answerOf(() => send<GivenPass>(`/mfa/users/${id}/pass`, body));

/** A new set of recovery codes; the old set is dead when this answers. */
export const makeRecoveryCodes = (): Promise<Answer<{ recoveryCodes: string[] }>> =>
  answerOf(() => send('/mfa/me/recovery-codes', {}));

/** Shows the server one of the codes just shown; it is compared, not used up. */
export const acknowledgeRecoveryCodes = (code: string): Promise<Answer<unknown>> =>
  answerOf(() => send('/mfa/me/recovery-codes/acknowledge', { code }));

/** Every other log-in, with all that came out of it. */
export const endOtherSessions = (): Promise<Answer<unknown>> =>
  answerOf(() => getFetchClient().del('/mfa/me/sessions'));
