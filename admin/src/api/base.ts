import { adminApi } from '@strapi/strapi/admin';

/** Strapi's own query client with our tags: same cache, same token handling, same fetch that the gate listens to. */
export const mfaApi = adminApi.enhanceEndpoints({
  addTagTypes: ['MfaMe', 'MfaMyEvents', 'MfaPolicy', 'MfaPeople', 'MfaActivity'],
});
