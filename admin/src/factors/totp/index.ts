/** Authenticator apps: six digits every thirty seconds, even offline. */
import { Clock } from '@strapi/icons';

import { later } from '../../components/Later';
import type { EnrollableFactorUi } from '../factor-ui';
import { Challenge } from './Challenge';
import { RowFacts } from './RowFacts';

export const totpUi: EnrollableFactorUi = {
  method: 'totp',
  icon: Clock,
  recommended: false,
  lessProtection: false,
  lastResort: false,
  obstacle: () => null,
  Challenge,
  Enroll: later(async () => (await import('./Enroll')).Enroll),
  RowFacts,
};
