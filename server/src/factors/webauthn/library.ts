import type * as Library from '@simplewebauthn/server';

import { later } from '../../platform';

/** Loading it takes longer than the rest of this plugin together. */
export const webauthnLibrary = () => later<typeof Library>('@simplewebauthn/server');
