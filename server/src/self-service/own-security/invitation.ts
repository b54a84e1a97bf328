import { LIMITS } from '../../../../shared/contracts/constants';
import { signalsCredentials, type Factors } from '../../factors';
import { enrollableIn, type Situation } from '../../policy';
import type { Family } from '../../sessions';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The last day that all databases can store. */
const NEVER = Date.UTC(9999, 11, 31);

export type Aside = 'later' | 'never';

/** Until when a person who put the invitation aside gets no other one. */
export const quietUntil = (aside: Aside, now: number): number =>
  aside === 'never' ? NEVER : now + LIMITS.invitationQuietDays * DAY_MS;

/**
 * Whether to invite a person to add a passkey: no method yet, a login with only a password, and a policy that leaves it
 * to them. People who must set up MFA hear of it elsewhere. A policy that offers no passkeys after a login invites
 * nobody.
 */
export const isInvited = (
  { policy, authenticators, verdict, facts, account }: Situation,
  family: Pick<Family, 'provider' | 'verifiedAt'>,
  factors: Factors,
  now: number
): boolean => {
  if (policy.passkeyUpgrade === 'off' || authenticators.length > 0) return false;
  if (verdict.action !== 'allow' || verdict.because !== 'optional_not_enrolled') return false;
  if (family.provider !== 'local' || family.verifiedAt !== null) return false;
  const passkeys = factors.verifiers().find(signalsCredentials);
  if (!passkeys || !enrollableIn(facts, facts.withheld).some((type) => type === passkeys.method)) return false;
  return (account?.inviteAfter ?? 0) <= now;
};
