import type { ChallengeDetails, Method } from '../../../../shared/contracts/types';

/**
 * The question of a session lists all of the person's methods. The refusal lists those that count for the refused
 * request. A recovery code, for example, opens My Security but doesn't allow an API token, so offering it would waste
 * it.
 */
export const narrowTo = (opened: ChallengeDetails, refused: Record<string, unknown>): ChallengeDetails => {
  const counting: unknown = refused.methods;
  if (opened.code !== refused.code || !Array.isArray(counting)) return opened;
  const methods = opened.methods.filter((method: Method) => counting.includes(method));
  if (methods.length === 0) return opened;
  const preferred = opened.preferred && methods.includes(opened.preferred) ? opened.preferred : (methods[0] ?? null);
  return { ...opened, methods, preferred };
};
