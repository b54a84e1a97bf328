import type { ChallengeDetails, Method } from '../../../../shared/contracts/types';

/**
 * The question a session opens names every method of the person; the refusal that made it open names those that count
 * for what was refused. A recovery code, say, opens one's own methods but not an API token: offering it would spend it.
 */
export const narrowTo = (opened: ChallengeDetails, refused: Record<string, unknown>): ChallengeDetails => {
  const counting: unknown = refused.methods;
  if (opened.code !== refused.code || !Array.isArray(counting)) return opened;
  const methods = opened.methods.filter((method: Method) => counting.includes(method));
  if (methods.length === 0) return opened;
  const preferred = opened.preferred && methods.includes(opened.preferred) ? opened.preferred : (methods[0] ?? null);
  return { ...opened, methods, preferred };
};
