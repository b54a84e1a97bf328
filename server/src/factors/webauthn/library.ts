import type * as Library from '@simplewebauthn/server';

import { lazyRequire } from '../../platform';

/** Loading it takes longer than loading the rest of this plugin. */
export const webauthnLibrary = () => lazyRequire<typeof Library>('@simplewebauthn/server');
