/** Passkeys and security keys: nothing to type, bound to this site, recommended. Never opens a prompt on its own. */
import { Key } from '@strapi/icons';

import { later } from '../../components/Later';
import type { EnrollableFactorUi } from '../factor-ui';
import { obstacle } from './ceremony';
import { Challenge } from './Challenge';
import { RowFacts } from './RowFacts';
import { TryIt } from './TryIt';

export { canKeepPasskeys, readCapabilities } from './capabilities';
export { cancelCeremony } from './ceremony';
export { createPasskey, createPasskeyQuietly } from './upgrade';
export { signalAcceptedCredentials, signalUnknownCredential } from './signals';

export const webauthnUi: EnrollableFactorUi = {
  method: 'webauthn',
  icon: Key,
  recommended: true,
  lessProtection: false,
  lastResort: false,
  obstacle,
  Challenge,
  Enroll: later(async () => (await import('./Enroll')).Enroll),
  RowFacts,
  TryIt,
  canBeMadeBetter: ({ discoverable, usable }, { passwordless }) => usable && passwordless && discoverable !== true,
};
