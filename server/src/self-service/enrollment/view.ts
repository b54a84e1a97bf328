import type { AuthenticatorView } from '../../../../shared/contracts/types';
import type { Authenticator, Factors } from '../../factors';
import type { Situation } from '../../policy';

/** What may be shown of an authenticator: never a secret, a hash, or a key. */
export const viewOf = (
  one: Authenticator,
  rules: Pick<Situation['allowed'], 'counts' | 'shortfall'>,
  factors: Factors
): AuthenticatorView => {
  const factor = factors.factor(one.type);
  const usability = factor?.usability(one) ?? 'unavailable';
  const allowed = rules.counts(one);
  const isKey = factors.keyFacts(one) !== undefined;
  const unusableReason = usability === 'usable' ? ('not_allowed' as const) : usability;
  return {
    id: one.uid,
    type: one.type,
    name: one.name,
    createdAt: new Date(one.addedAt).toISOString(),
    lastUsedAt: one.lastUsedAt === null ? null : new Date(one.lastUsedAt).toISOString(),
    usable: allowed && usability === 'usable',
    ...(allowed && usability === 'usable' ? {} : { unusableReason }),
    ...factor?.view(one),
    ...(isKey ? { shortfall: rules.shortfall(one) } : {}),
  };
};
