/** Authenticator apps: six digits every thirty seconds, also offline. */
import { Phone } from '@strapi/icons';

import type { EnrollableFactorUi } from '../factor-ui';
import { Challenge } from './Challenge';
import { Enroll } from './Enroll';
import { RowFacts } from './RowFacts';

export const totpUi: EnrollableFactorUi = {
  method: 'totp',
  icon: Phone,
  recommended: false,
  lessProtection: false,
  mayTrustBrowser: true,
  obstacle: () => null,
  Challenge,
  Enroll,
  RowFacts,
};
