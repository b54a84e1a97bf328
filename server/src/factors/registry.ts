/** The methods that people can set up. To add one, create its folder and add a line here. */
import { createEmail } from './email';
import type { Factor } from './factor';
import type { FactorDeps } from './factor-deps';
import { createSms } from './sms';
import { createTotp } from './totp';
import { createWebauthn } from './webauthn';

export const REGISTRY: ((deps: FactorDeps) => Factor)[] = [createWebauthn, createTotp, createSms, createEmail];
