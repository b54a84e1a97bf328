import { MfaError, type Trx } from '../../platform';
import type { Authenticator } from '../../factors';
import type { Situation } from '../../policy';
import type { Enrolling } from '../first-factor';
import type { EnrollmentDeps } from './add';

const staysAbovePolicy = (rest: readonly Authenticator[], { policy, verdict, allowed }: Situation): boolean =>
  !policy.enabled || verdict.requirement === 'optional' || rest.some(allowed.counts);

/**
 * Ends what depended on the removed authenticator: other sessions, open transactions, trusted browsers, and ceremonies.
 */
const endWhatStoodOnIt = async (deps: EnrollmentDeps, who: Enrolling, trx: Trx): Promise<void> => {
  const userId = who.situation.user.id;
  await deps.sessions.endAll(userId, trx, { except: who.family?.familyId });
  await deps.store.endAll(userId, trx);
  await deps.ceremonies.endAll(userId, trx);
  await deps.trust.revoke(userId, null, trx);
};

export const removeAuthenticator = async (deps: EnrollmentDeps, who: Enrolling, uid: string): Promise<void> => {
  const { user } = who.situation;
  await deps.database.transaction(async (trx) => {
    await deps.accounts.lock(user.id, trx);
    const present = await deps.authenticators.of(user.id, trx);
    const gone = present.find((one) => one.uid === uid);
    if (!gone) throw new MfaError('MFA_NOT_FOUND');
    const rest = present.filter((one) => one.uid !== uid);
    if (!staysAbovePolicy(rest, who.situation)) throw new MfaError('MFA_LAST_FACTOR_REQUIRED');
    if (!(await deps.authenticators.remove(user.id, uid, trx))) throw new MfaError('MFA_NOT_FOUND');
    if (rest.length === 0) await deps.factors.recovery.removeAll(user.id, trx);
    await endWhatStoodOnIt(deps, who, trx);
    const target = { id: user.id, email: user.email };
    await deps.notices.tell('factor_removed', user.id, { name: gone.name, type: gone.type }, trx);
    const details = { id: uid, name: gone.name, remaining: rest.length };
    await deps.audit.append({ type: 'factor.removed', outcome: 'success', target, method: gone.type, details }, trx);
  });
};
