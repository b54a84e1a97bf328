/** Recovery codes, for people who lost everything else. The sheet shows them. They're never set up or listed here. */
import { File } from '@strapi/icons';

import type { FactorUi } from '../factor-ui';
import { Challenge } from './Challenge';

export const recoveryCodesUi: FactorUi = {
  method: 'recovery_code',
  icon: File,
  recommended: false,
  lessProtection: false,
  lastResort: true,
  obstacle: () => null,
  // Sixteen letters and digits, however they're grouped.
  recognizes: (typed) => /^(?=.*[A-Z])[0-9A-Z]{16}$/i.test(typed.replace(/[\s\p{Pd}]/gu, '')),
  Challenge,
};
