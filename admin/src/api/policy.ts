import { getFetchClient } from '@strapi/strapi/admin';

import { POLICY_ID } from '../../../shared/contracts/constants';
import {
  type DiagnosticCheck,
  type Finding,
  type PolicyPreview,
  type PolicyReport,
  type PolicyView,
} from '../../../shared/contracts/types';
import { type Answer } from '../factors/factor-ui';
import { mfaApi } from './base';
import { answerOf, isLost } from './refusal';

/** The fields that the page edits. The rest of the view belongs to the server. */
export type PolicyFields = Omit<
  PolicyView,
  'id' | 'name' | 'description' | 'type' | 'rules' | 'lockedByConfig' | 'updatedAt' | 'updatedBy'
>;

/** Another server version may know other codes, or none. */
export interface SentFinding {
  code?: string;
  values?: Finding['values'];
  message: string;
}

export interface SentCheck extends SentFinding {
  id: string;
  status: DiagnosticCheck['status'];
  parts?: SentFinding[];
}

export interface PanelRole {
  code: string;
  name: string;
  usersCount?: number;
}

const ONE = `/mfa/policies/${POLICY_ID}`;

/** The current state from the server, not from a cache. */
export const readPolicy = (): Promise<Answer<PolicyView>> =>
  answerOf(async () => (await getFetchClient().get<{ data: PolicyView }>(ONE)).data.data);

const policyApi = mfaApi.injectEndpoints({
  endpoints: (build) => ({
    getMfaPolicy: build.query<PolicyView, void>({
      query: () => ({ url: ONE }),
      transformResponse: (body: { data: PolicyView }) => body.data,
      providesTags: ['MfaPolicy'],
    }),
    previewMfaPolicy: build.query<PolicyPreview, PolicyFields>({
      query: (data) => ({ url: `${ONE}/preview`, method: 'POST', data }),
      transformResponse: (body: { data: PolicyPreview }) => body.data,
      keepUnusedDataFor: 0,
    }),
    getMfaPolicyReport: build.query<PolicyReport, number>({
      query: (days) => ({ url: '/mfa/policy/report', config: { params: { days } } }),
      transformResponse: (body: { data: PolicyReport }) => body.data,
      providesTags: ['MfaPolicy'],
    }),
    saveMfaPolicy: build.mutation<PolicyView, PolicyFields & Pick<PolicyView, 'updatedAt'>>({
      query: (data) => ({ url: ONE, method: 'PUT', data }),
      transformResponse: (body: { data: PolicyView }) => body.data,
      invalidatesTags: (_result, error) =>
        error && !isLost(error) ? [] : ['MfaPolicy', 'MfaMe', 'MfaPeople', 'MfaActivity'],
    }),
    /** Sends one of the emails to the caller's own address. */
    sampleMfaNotice: build.mutation<{ sentTo: string }, string>({
      query: (event) => ({ url: `${ONE}/notices/${event}/sample`, method: 'POST' }),
      transformResponse: (body: { data: { sentTo: string } }) => body.data,
    }),
    getMfaDiagnostics: build.query<SentCheck[], void>({
      query: () => ({ url: '/mfa/diagnostics' }),
      transformResponse: (body: { data: { checks: SentCheck[] } }) => body.data.checks,
    }),
    /** Strapi's own list. If the person may not read roles, the page only shows those in the policy. */
    getPanelRoles: build.query<PanelRole[], void>({
      query: () => ({ url: '/admin/roles' }),
      transformResponse: (body: { data: PanelRole[] }) => body.data,
    }),
  }),
});

export const {
  useGetMfaPolicyQuery,
  useGetMfaPolicyReportQuery,
  usePreviewMfaPolicyQuery,
  useSaveMfaPolicyMutation,
  useSampleMfaNoticeMutation,
  useGetMfaDiagnosticsQuery,
  useGetPanelRolesQuery,
} = policyApi;
