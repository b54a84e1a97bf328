/**
 * Codes by text message: they can be intercepted, and they're off unless the policy allows them and a provider is
 * configured.
 */
import { Message } from '@strapi/icons';

import { later } from '../../components/Later';
import type { EnrollableFactorUi } from '../factor-ui';
import { Challenge } from './Challenge';
import { RowFacts } from './RowFacts';

export const smsUi: EnrollableFactorUi = {
  method: 'sms',
  icon: Message,
  recommended: false,
  lessProtection: true,
  lastResort: false,
  obstacle: () => null,
  Challenge,
  Enroll: later(async () => (await import('./Enroll')).Enroll),
  RowFacts,
};
