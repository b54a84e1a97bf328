/** Codes by email: only as secure as the mailbox, and off unless the policy allows it. */
import { Mail } from '@strapi/icons';

import { later } from '../../components/Later';
import type { EnrollableFactorUi } from '../factor-ui';
import { Challenge } from './Challenge';
import { RowFacts } from './RowFacts';

export const emailUi: EnrollableFactorUi = {
  method: 'email',
  icon: Mail,
  recommended: false,
  lessProtection: true,
  lastResort: false,
  obstacle: () => null,
  Challenge,
  Enroll: later(async () => (await import('./Enroll')).Enroll),
  RowFacts,
};
