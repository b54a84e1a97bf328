import { type CoverageHistory } from '../../../shared/contracts/coverage';
import {
  type PeopleSummary,
  type PersonDetail,
  type PersonExplanation,
  type PersonRow,
  type SessionView,
} from '../../../shared/contracts/types';
import { mfaApi } from './base';
import { isLost } from './refusal';

/** The filters of the list and of the export. */
export type PeopleFilters = Partial<Record<'search' | 'status' | 'role' | 'method' | 'keys' | 'sort', string>>;

interface PeoplePage {
  data: PersonRow[];
  meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
}

export interface Reminded {
  queued: number;
  skipped: { id: number; reason: string }[];
}

export interface ReminderProgress {
  pending: number;
  sent: number;
  failed: { id: number | null; email: string | null; reason: string; at: string }[];
}

export type ActionKind = 'reset' | 'unlock' | 'sign-out';

export interface BulkStep {
  id: number;
  action: 'exemption' | 'unlock' | 'sign-out';
  reason: string;
  /** ISO 8601, for an exemption. */
  expiresAt?: string;
}

const peopleApi = mfaApi.injectEndpoints({
  endpoints: (build) => ({
    getMfaPeople: build.query<PeoplePage, PeopleFilters & { page: number; pageSize: number }>({
      query: (params) => ({ url: '/mfa/users', config: { params } }),
      providesTags: ['MfaPeople'],
    }),
    getMfaSummary: build.query<PeopleSummary, void>({
      query: () => ({ url: '/mfa/users/summary' }),
      transformResponse: (body: { data: PeopleSummary }) => body.data,
      providesTags: ['MfaPeople'],
    }),
    getMfaCoverage: build.query<CoverageHistory, { days: number }>({
      query: (params) => ({ url: '/mfa/users/coverage', config: { params } }),
      transformResponse: (body: { data: CoverageHistory }) => body.data,
      providesTags: ['MfaPeople'],
    }),
    getMfaPerson: build.query<PersonDetail, { id: number }>({
      query: ({ id }) => ({ url: `/mfa/users/${id}` }),
      transformResponse: (body: { data: PersonDetail }) => body.data,
      providesTags: ['MfaPeople'],
    }),
    explainMfaPerson: build.query<PersonExplanation, { id: number }>({
      query: ({ id }) => ({ url: `/mfa/users/${id}/explain` }),
      transformResponse: (body: { data: PersonExplanation }) => body.data,
      providesTags: ['MfaPeople'],
    }),
    getMfaPersonSessions: build.query<SessionView[], { id: number }>({
      query: ({ id }) => ({ url: `/mfa/users/${id}/sessions` }),
      transformResponse: (body: { data: SessionView[] }) => body.data,
      providesTags: ['MfaPeople'],
    }),
    actOnMfaPerson: build.mutation<
      unknown,
      { id: number; action: ActionKind; reason: string; authenticatorIds?: string[] }
    >({
      query: ({ id, action, ...data }) => ({ url: `/mfa/users/${id}/${action}`, method: 'POST', data }),
      invalidatesTags: (_result, error) => (error && !isLost(error) ? [] : ['MfaPeople', 'MfaActivity']),
    }),
    exemptMfaPerson: build.mutation<unknown, { id: number; reason: string; expiresAt: string }>({
      query: ({ id, ...data }) => ({ url: `/mfa/users/${id}/exemption`, method: 'PUT', data }),
      invalidatesTags: (_result, error) => (error && !isLost(error) ? [] : ['MfaPeople', 'MfaActivity']),
    }),
    endMfaExemption: build.mutation<unknown, { id: number }>({
      query: ({ id }) => ({ url: `/mfa/users/${id}/exemption`, method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error && !isLost(error) ? [] : ['MfaPeople', 'MfaActivity']),
    }),
    endMfaPass: build.mutation<unknown, { id: number }>({
      query: ({ id }) => ({ url: `/mfa/users/${id}/pass`, method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error && !isLost(error) ? [] : ['MfaPeople', 'MfaActivity']),
    }),
    /** One person of many. Nothing is loaded again until all of them are done. */
    actOnOneOfMany: build.mutation<unknown, BulkStep>({
      query: ({ id, action, ...data }) => ({
        url: `/mfa/users/${id}/${action}`,
        method: action === 'exemption' ? 'PUT' : 'POST',
        data,
      }),
    }),
    remindMfaPeople: build.mutation<Reminded, { userIds?: number[] }>({
      query: (data) => ({ url: '/mfa/users/reminders', method: 'POST', data }),
      transformResponse: (body: { data: Reminded }) => body.data,
      invalidatesTags: ['MfaActivity'],
    }),
    getMfaReminderProgress: build.query<ReminderProgress, { since: string }>({
      query: (params) => ({ url: '/mfa/users/reminders', config: { params } }),
      transformResponse: (body: { data: ReminderProgress }) => body.data,
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useGetMfaPeopleQuery,
  useGetMfaSummaryQuery,
  useGetMfaCoverageQuery,
  useActOnOneOfManyMutation,
  useGetMfaPersonQuery,
  useExplainMfaPersonQuery,
  useGetMfaReminderProgressQuery,
  useGetMfaPersonSessionsQuery,
  useActOnMfaPersonMutation,
  useExemptMfaPersonMutation,
  useEndMfaExemptionMutation,
  useEndMfaPassMutation,
  useRemindMfaPeopleMutation,
} = peopleApi;
