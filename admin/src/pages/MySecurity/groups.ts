import { type AuthenticatorType, type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';
import { type EnrollableFactorUi, enrollableUi } from '../../factors';

/** The groups of methods on the page, strongest first. */
export const GROUPS = [
  { key: 'keys', types: ['webauthn'] },
  { key: 'apps', types: ['totp'] },
  { key: 'delivered', types: ['email', 'sms'] },
] as const satisfies readonly { key: string; types: readonly AuthenticatorType[] }[];

export const ADD_LABELS = {
  webauthn: 'keys.add',
  totp: 'apps.add',
  email: 'delivered.add.email',
  sms: 'delivered.add.sms',
} as const;

export type GroupKey = (typeof GROUPS)[number]['key'];

export const rowsOf = (me: MeView, types: readonly AuthenticatorType[]): AuthenticatorView[] =>
  me.authenticators.filter(({ type }) => types.includes(type));

/** Email and text message go to one address, so a second one would be the same again. */
const isOnlyOnce = ({ method, lessProtection }: EnrollableFactorUi, me: MeView): boolean =>
  lessProtection && me.authenticators.some(({ type }) => type === method);

/** Allowed methods that this server and browser can set up now, recommended ones first. */
export const addable = (me: MeView): EnrollableFactorUi[] =>
  me.allowedMethods
    .filter((type) => !me.unavailableMethods.some(({ method }) => method === type))
    .map((type) => enrollableUi(type))
    .filter((factor) => factor.obstacle() === null && !isOnlyOnce(factor, me))
    .sort((a, b) => Number(b.recommended) - Number(a.recommended));
