/** Passkeys and security keys: nothing to type, bound to this site, recommended. Never starts a prompt by itself. */
import { Key } from '@strapi/icons';

import type { EnrollableFactorUi } from '../factor-ui';
import { obstacle } from './ceremony';
import { Challenge } from './Challenge';
import { Enroll } from './Enroll';
import { RowFacts } from './RowFacts';

export { cancelCeremony } from './ceremony';
export { signalAcceptedCredentials } from './signals';

export const webauthnUi: EnrollableFactorUi = {
  method: 'webauthn',
  icon: Key,
  recommended: true,
  lessProtection: false,
  lastResort: false,
  obstacle,
  Challenge,
  Enroll,
  RowFacts,
};
