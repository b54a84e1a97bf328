import type * as Library from '@simplewebauthn/server';

import { lazyRequire } from '../../platform';

/** Loading it takes longer than the rest of this plugin together. */
export const webauthnLibrary = () => lazyRequire<typeof Library>('@simplewebauthn/server');
