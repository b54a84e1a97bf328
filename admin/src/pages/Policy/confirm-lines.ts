/** Describes the changes to a policy in one sentence each, for the confirmation before saving. Pure. */
import { type AuthenticatorRules } from '../../../../shared/contracts/types';
import { type PolicyFields } from '../../api';
import { type WordKey } from '../../i18n';

type Says = WordKey<'policy'>;

const admitsFewer = (before: readonly string[], after: readonly string[]): boolean =>
  after.length > 0 && (before.length === 0 || before.some((id) => !after.includes(id)));

const narrowsKeys = (before: AuthenticatorRules, after: AuthenticatorRules): boolean =>
  (before.userVerification !== 'required' && after.userVerification === 'required') ||
  (before.attestation !== 'required' && after.attestation === 'required') ||
  (!before.deviceBound && after.deviceBound) ||
  admitsFewer(before.allowedAaguids, after.allowedAaguids);

type RoleMethods = PolicyFields['roleMethods'];

/** Whether a role loses a method. */
const narrowsRoles = (before: RoleMethods, after: RoleMethods): boolean =>
  Object.entries(after).some(([code, methods]) => {
    const had = before[code];
    return !had || had.some((type) => !methods.includes(type));
  });

/** The changes in display order. */
export const changesToSay = (before: PolicyFields, after: PolicyFields): Says[] => {
  const says: [boolean, Says][] = [
    [before.enabled && !after.enabled, 'confirm.off'],
    [before.allowedMethods.some((type) => !after.allowedMethods.includes(type)), 'confirm.methods'],
    [narrowsRoles(before.roleMethods, after.roleMethods), 'confirm.roleMethods'],
    [narrowsKeys(before.authenticators, after.authenticators), 'confirm.keys'],
    [before.passwordless === 'off' && after.passwordless === 'allowed', 'confirm.passwordless'],
    [before.passwordless === 'allowed' && after.passwordless === 'off', 'confirm.passwordlessOff'],
    [before.passkeyUpgrade !== 'automatic' && after.passkeyUpgrade === 'automatic', 'confirm.automatic'],
    [before.firstFactorProof !== 'email' && after.firstFactorProof === 'email', 'confirm.firstEmail'],
    [before.firstFactorProof !== 'pass' && after.firstFactorProof === 'pass', 'confirm.firstPass'],
  ];
  return says.filter(([applies]) => applies).map(([, key]) => key);
};
