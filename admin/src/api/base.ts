import { adminApi } from '@strapi/strapi/admin';

/** Strapi's own query client with our tags: the same cache, token handling, and fetch that the gate intercepts. */
export const mfaApi = adminApi.enhanceEndpoints({
  addTagTypes: ['MfaMe', 'MfaMyEvents', 'MfaPolicy', 'MfaPeople', 'MfaActivity'],
});
