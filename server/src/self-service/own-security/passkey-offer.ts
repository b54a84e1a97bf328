import { LIMITS } from '../../../../shared/contracts/constants';
import type { MeView } from '../../../../shared/contracts/types';
import { signalsCredentials, type Factors } from '../../factors';
import { enrollableIn, keyShortfall, type Situation } from '../../policy';
import type { Family } from '../../sessions';

const MINUTE_MS = 60 * 1000;
/** "Just now", whatever the policy says about recent proofs. */
const LONGEST_MINUTES = 10;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A passkey that a browser creates automatically: synced, without a proved model, and without user verification (L3
 * §5.1.3).
 */
const MADE_SILENTLY = { aaguid: '', synced: true, attested: false, withdrawn: false, verifiesUser: false } as const;

/**
 * What a person who has just proved a password and a code gets. Nothing if they have a passkey or a security key, may
 * not have one, or declined the offer recently. In the last case, none is created automatically either.
 */
export const passkeyOfferOf = (
  { policy, authenticators, facts, account }: Situation,
  family: Pick<Family, 'method' | 'verifiedAt'>,
  factors: Factors,
  now: number
): MeView['passkeyOffer'] => {
  const passkeys = factors.verifiers().find(signalsCredentials);
  if (policy.passkeyUpgrade === 'off' || !passkeys) return 'none';
  const offered = enrollableIn(facts, facts.withheld).some((type) => type === passkeys.method);
  if (!offered || authenticators.length === 0 || authenticators.some(({ type }) => type === passkeys.method))
    return 'none';
  if (
    family.verifiedAt === null ||
    family.method === null ||
    factors.verifier(family.method)?.traits.label === 'backup'
  )
    return 'none';
  // Starting it needs a recent proof, and an offer must not lead to another question.
  if (now - family.verifiedAt > Math.min(policy.stepUpMaxAgeMinutes, LONGEST_MINUTES) * MINUTE_MS) return 'none';
  const laterAt = account?.passkeyLaterAt ?? null;
  if (laterAt !== null && now - laterAt < LIMITS.passkeyOfferQuietDays * DAY_MS) return 'none';
  return keyShortfall(policy.authenticators, MADE_SILENTLY) === null ? policy.passkeyUpgrade : 'offer';
};
