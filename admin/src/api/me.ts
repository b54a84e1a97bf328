import { type AuditEventRow, type AuthenticatorView, type Method, type MeView } from '../../../shared/contracts/types';
import { mfaApi } from './base';
import { isLost } from './refusal';

interface Page<T> {
  data: T[];
  meta: { nextCursor: string | null };
}

const meApi = mfaApi.injectEndpoints({
  endpoints: (build) => ({
    getMfaMe: build.query<MeView, void>({
      query: () => ({ url: '/mfa/me' }),
      transformResponse: (body: { data: MeView }) => body.data,
      providesTags: ['MfaMe'],
    }),
    getMyMfaEvents: build.query<Page<AuditEventRow>, { limit: number }>({
      query: (params) => ({ url: '/mfa/me/events', config: { params } }),
      providesTags: ['MfaMyEvents'],
    }),
    renameAuthenticator: build.mutation<AuthenticatorView, { id: string; name: string }>({
      query: ({ id, name }) => ({ url: `/mfa/me/authenticators/${id}`, method: 'PUT', data: { name } }),
      transformResponse: (body: { data: { authenticator: AuthenticatorView } }) => body.data.authenticator,
      invalidatesTags: ['MfaMe', 'MfaMyEvents'],
    }),
    removeAuthenticator: build.mutation<unknown, { id: string }>({
      query: ({ id }) => ({ url: `/mfa/me/authenticators/${id}`, method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error && !isLost(error) ? [] : ['MfaMe', 'MfaMyEvents']),
    }),
    endMyTrustedBrowser: build.mutation<unknown, { id: string | null }>({
      query: ({ id }) => ({
        url: id === null ? '/mfa/me/trusted-browsers' : `/mfa/me/trusted-browsers/${id}`,
        method: 'DELETE',
      }),
      invalidatesTags: ['MfaMe', 'MfaMyEvents'],
    }),
    endMySession: build.mutation<unknown, { id: string }>({
      query: ({ id }) => ({ url: `/mfa/me/sessions/${id}`, method: 'DELETE' }),
      invalidatesTags: ['MfaMe', 'MfaMyEvents'],
    }),
    preferMethod: build.mutation<unknown, { preferredMethod: Method }>({
      query: (data) => ({ url: '/mfa/me/preferences', method: 'PUT', data }),
      invalidatesTags: ['MfaMe'],
    }),
  }),
});

export const {
  useGetMfaMeQuery,
  useGetMyMfaEventsQuery,
  useRenameAuthenticatorMutation,
  useRemoveAuthenticatorMutation,
  useEndMyTrustedBrowserMutation,
  useEndMySessionMutation,
  usePreferMethodMutation,
} = meApi;
