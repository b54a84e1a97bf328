/** Recovery codes: a way in for whoever lost the rest. They are shown by the sheet, never set up or listed here. */
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
  // Sixteen letters and digits, however they are grouped.
  recognizes: (typed) => /^(?=.*[A-Z])[0-9A-Z]{16}$/i.test(typed.replace(/[\s\p{Pd}]/gu, '')),
  Challenge,
};
