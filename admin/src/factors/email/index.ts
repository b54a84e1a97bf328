/** Codes by email: only as secure as the mailbox, and off unless the policy allows it. */
import { Mail } from '@strapi/icons';

import type { EnrollableFactorUi } from '../factor-ui';
import { Challenge } from './Challenge';
import { Enroll } from './Enroll';
import { RowFacts } from './RowFacts';

export const emailUi: EnrollableFactorUi = {
  method: 'email',
  icon: Mail,
  recommended: false,
  lessProtection: true,
  lastResort: false,
  obstacle: () => null,
  Challenge,
  Enroll,
  RowFacts,
};
