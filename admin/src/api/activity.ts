import { type AuditEventRow } from '../../../shared/contracts/types';
import { mfaApi } from './base';

/** The filters of the list and of the export. */
export type ActivityFilters = Partial<
  Record<'type' | 'system' | 'outcome' | 'userId' | 'method' | 'ip' | 'from' | 'to', string>
>;

interface Paging {
  cursor?: string;
  limit: number;
  seq?: number;
  /** `'true'` adds the total. */
  count?: 'true';
}

interface EventPage {
  data: AuditEventRow[];
  meta: { nextCursor: string | null; names: Record<string, string>; total?: { count: number; more: boolean } };
}

export interface Verification {
  intact: boolean;
  checked: number;
  firstBreak: { seq: number; kind?: string; at?: string | null } | null;
}

export interface Pattern {
  kind: 'many_failures' | 'many_people' | 'new_browser';
  user: { id: number; email: string | null } | null;
  ip: string | null;
  count: number;
  browser: string | null;
  firstAt: string;
  lastAt: string;
}

const activityApi = mfaApi.injectEndpoints({
  endpoints: (build) => ({
    getMfaActivity: build.query<EventPage, ActivityFilters & Paging>({
      query: (params) => ({ url: '/mfa/audit-events', config: { params } }),
      providesTags: ['MfaActivity'],
    }),
    getMfaPatterns: build.query<Pattern[], { days: number }>({
      query: (params) => ({ url: '/mfa/audit-events/patterns', config: { params } }),
      transformResponse: (body: { data: Pattern[] }) => body.data,
    }),
    verifyMfaActivity: build.mutation<Verification, void>({
      query: () => ({ url: '/mfa/audit-events/verify' }),
      transformResponse: (body: { data: Verification }) => body.data,
      invalidatesTags: ['MfaActivity'],
    }),
  }),
});

export const { useGetMfaActivityQuery, useGetMfaPatternsQuery, useVerifyMfaActivityMutation } = activityApi;
