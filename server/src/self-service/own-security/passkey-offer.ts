import { LIMITS } from '../../../../shared/contracts/constants';
import type { MeView } from '../../../../shared/contracts/types';
import { signalsCredentials, type Factors } from '../../factors';
import type { Situation } from '../../policy';
import type { Family } from '../../sessions';

const MINUTE_MS = 60 * 1000;
/** "Just now", whatever a policy calls fresh. */
const LONGEST_MINUTES = 10;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What somebody who has just proved a password and a code should meet. Nothing for whoever has a passkey or a security key,
 * may not have one, or put the offer aside lately: what was refused is not made behind one's back either.
 */
export const passkeyOfferOf = (
  { policy, authenticators, facts, account }: Situation,
  family: Pick<Family, 'method' | 'verifiedAt'>,
  factors: Factors,
  now: number
): MeView['passkeyOffer'] => {
  const passkeys = factors.verifiers().find(signalsCredentials);
  if (policy.passkeyUpgrade === 'off' || !passkeys) return 'none';
  const offered = policy.allowedMethods.some((type) => type === passkeys.method && facts.available.includes(type));
  if (!offered || authenticators.length === 0 || authenticators.some(({ type }) => type === passkeys.method))
    return 'none';
  if (
    family.verifiedAt === null ||
    family.method === null ||
    factors.verifier(family.method)?.traits.label === 'backup'
  )
    return 'none';
  // What is begun here needs a fresh proof: an offer must not become a question.
  if (now - family.verifiedAt > Math.min(policy.stepUpMaxAgeMinutes, LONGEST_MINUTES) * MINUTE_MS) return 'none';
  const laterAt = account?.passkeyLaterAt ?? null;
  if (laterAt !== null && now - laterAt < LIMITS.passkeyOfferQuietDays * DAY_MS) return 'none';
  return policy.passkeyUpgrade;
};
