import { getFetchClient } from '@strapi/strapi/admin';

import { type Answer, type Enrolled, type EnrollmentCalls } from '../factors/factor-ui';
import { answerOf } from './refusal';

/**
 * Our calls that carry or answer a secret. Not query-client mutations on purpose: its cache would keep what they answer.
 * Strapi's fetch client goes through the same `fetch` as everything else, so a step-up is asked in place.
 */
const send = async <T>(url: string, body: Record<string, unknown>): Promise<T> => {
  const { data } = await getFetchClient().post<{ data: T }>(url, body);
  return data.data;
};

/** The two calls of an enrollment with the rights of the signed-in session. */
export const sessionEnrollment: EnrollmentCalls = {
  begin: (type, body) => answerOf(() => send(`/mfa/me/${type}/begin`, body)),
  finish: (type, body) => answerOf(() => send<Enrolled>(`/mfa/me/${type}/finish`, body)),
};

/** A new set of recovery codes; the old set is dead when this answers. */
export const makeRecoveryCodes = (): Promise<Answer<{ recoveryCodes: string[] }>> =>
  answerOf(() => send('/mfa/me/recovery-codes', {}));

/** Shows the server one of the codes just shown; it is compared, not used up. */
export const acknowledgeRecoveryCodes = (code: string): Promise<Answer<unknown>> =>
  answerOf(() => send('/mfa/me/recovery-codes/acknowledge', { code }));

/** Strapi's own route behind "Log out of other devices". */
export const endOtherSessions = (): Promise<Answer<unknown>> =>
  answerOf(() => getFetchClient().del('/admin/users/me/sessions', { params: { keepCurrent: true } }));
