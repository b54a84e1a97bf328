/** Authenticator apps: six digits every thirty seconds, even offline. */
import { Clock } from '@strapi/icons';

import type { EnrollableFactorUi } from '../factor-ui';
import { Challenge } from './Challenge';
import { Enroll } from './Enroll';
import { RowFacts } from './RowFacts';

export const totpUi: EnrollableFactorUi = {
  method: 'totp',
  icon: Clock,
  recommended: false,
  lessProtection: false,
  lastResort: false,
  obstacle: () => null,
  Challenge,
  Enroll,
  RowFacts,
};
