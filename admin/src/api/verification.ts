import { getFetchClient } from '@strapi/strapi/admin';

import {
  type IdentityCheckSent,
  type PersonDetail,
  type PersonExplanation,
  type SessionView,
} from '../../../shared/contracts/types';
import { type Answer } from '../factors/factor-ui';
import { answerOf } from './refusal';

/** These aren't query-client mutations, because its cache would keep the code. */
const post = async <T>(url: string, body: object): Promise<T> =>
  (await getFetchClient().post<{ data: T }>(url, body)).data.data;

const get = async <T>(url: string): Promise<T> => (await getFetchClient().get<{ data: T }>(url)).data.data;

/** Sends the person a code to read back. */
export const sendVerification = (id: number): Promise<Answer<IdentityCheckSent>> =>
  answerOf(() => post<IdentityCheckSent>(`/mfa/users/${id}/verification-code`, {}));

export const verifyCaller = (id: number, code: string): Promise<Answer<{ verifiedAt: string }>> =>
  answerOf(() => post<{ verifiedAt: string }>(`/mfa/users/${id}/verification-code/verify`, { code }));

/** The current state from the server, not from a cache. */
export const readPerson = (id: number): Promise<Answer<PersonDetail>> =>
  answerOf(() => get<PersonDetail>(`/mfa/users/${id}`));

export const readPersonSessions = (id: number): Promise<Answer<SessionView[]>> =>
  answerOf(() => get<SessionView[]>(`/mfa/users/${id}/sessions`));

export const readAccess = (id: number): Promise<Answer<PersonExplanation['access']>> =>
  answerOf(async () => (await get<PersonExplanation>(`/mfa/users/${id}/explain`)).access);
