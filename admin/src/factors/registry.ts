import type { AuthenticatorType, Method } from '../../../shared/contracts/types';
import { emailUi } from './email';
import { isEnrollable, type EnrollableFactorUi, type FactorUi } from './factor-ui';
import { recoveryCodesUi } from './recovery-codes';
import { smsUi } from './sms';
import { totpUi } from './totp';
import { webauthnUi } from './webauthn';

/** Strongest first, in the order in which methods are offered. To add a method, add a folder and a line here. */
const FACTORS: readonly FactorUi[] = [webauthnUi, totpUi, emailUi, smsUi, recoveryCodesUi];

/** The panel's side of a method. */
export const factorUi = (method: Method): FactorUi => {
  const found = FACTORS.find((factor) => factor.method === method);
  if (!found) throw new Error(`No screen for the method "${method}".`);
  return found;
};

/** Methods that can be set up, strongest first. */
export const enrollableFactors = (): EnrollableFactorUi[] => FACTORS.filter(isEnrollable);

export const enrollableUi = (type: AuthenticatorType): EnrollableFactorUi => {
  const found = enrollableFactors().find((factor) => factor.method === type);
  if (!found) throw new Error(`No way to set up "${type}".`);
  return found;
};

/** The known ones of the methods that a server names, because an older panel must work with a newer server. */
export const known = (methods: readonly Method[]): Method[] =>
  methods.filter((method) => FACTORS.some((factor) => factor.method === method));
