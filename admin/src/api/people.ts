import { type Method, type PersonRow, type PersonStatus, type SessionView } from '../../../shared/contracts/types';
import { mfaApi } from './base';

/** Which people: the query of the list and of the export. */
export type PeopleFilters = Partial<Record<'search' | 'status' | 'role' | 'method' | 'sort', string>>;

interface PeoplePage {
  data: PersonRow[];
  meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
}

export interface PeopleSummary {
  total: number;
  byStatus: Partial<Record<PersonStatus, number>>;
  byRole: { code: string; name: string; total: number; protected: number }[];
  byMethod: Partial<Record<Method, number>>;
}

export interface Explanation {
  action: string;
  because?: string;
  rules: { rule: string; applied: boolean; details?: Record<string, unknown> }[];
}

export interface Reminded {
  queued: number;
  skipped: { id: number; reason: string }[];
}

type Deed = 'reset' | 'unlock' | 'sign-out';

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
    explainMfaPerson: build.query<Explanation, { id: number }>({
      query: ({ id }) => ({ url: `/mfa/users/${id}/explain` }),
      transformResponse: (body: { data: Explanation }) => body.data,
      providesTags: ['MfaPeople'],
    }),
    getMfaPersonSessions: build.query<SessionView[], { id: number }>({
      query: ({ id }) => ({ url: `/mfa/users/${id}/sessions` }),
      transformResponse: (body: { data: SessionView[] }) => body.data,
      providesTags: ['MfaPeople'],
    }),
    actOnMfaPerson: build.mutation<unknown, { id: number; deed: Deed; reason: string; authenticatorIds?: string[] }>({
      query: ({ id, deed, ...data }) => ({ url: `/mfa/users/${id}/${deed}`, method: 'POST', data }),
      invalidatesTags: (_result, error) => (error ? [] : ['MfaPeople', 'MfaActivity']),
    }),
    exemptMfaPerson: build.mutation<unknown, { id: number; reason: string; expiresAt: string }>({
      query: ({ id, ...data }) => ({ url: `/mfa/users/${id}/exemption`, method: 'PUT', data }),
      invalidatesTags: (_result, error) => (error ? [] : ['MfaPeople', 'MfaActivity']),
    }),
    endMfaExemption: build.mutation<unknown, { id: number }>({
      query: ({ id }) => ({ url: `/mfa/users/${id}/exemption`, method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error ? [] : ['MfaPeople', 'MfaActivity']),
    }),
    remindMfaPeople: build.mutation<Reminded, { userIds?: number[] }>({
      query: (data) => ({ url: '/mfa/users/reminders', method: 'POST', data }),
      transformResponse: (body: { data: Reminded }) => body.data,
      invalidatesTags: ['MfaActivity'],
    }),
  }),
});

export const {
  useGetMfaPeopleQuery,
  useGetMfaSummaryQuery,
  useExplainMfaPersonQuery,
  useGetMfaPersonSessionsQuery,
  useActOnMfaPersonMutation,
  useExemptMfaPersonMutation,
  useEndMfaExemptionMutation,
  useRemindMfaPeopleMutation,
} = peopleApi;
