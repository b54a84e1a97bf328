import { AUTHENTICATOR_TYPES } from '../../../../shared/contracts/constants';
import type { ChallengeDetails, Method, Purpose, StepUpReason } from '../../../../shared/contracts/types';
import {
  type CounterKind,
  type Factors,
  type LimitRules,
  type Limits,
  type LimitState,
  sendsCodes,
} from '../../factors';
import { type Situation, supportOf } from '../../policy';
import type { EntryPoint } from './store';

export interface Asked {
  purpose: Purpose;
  door: EntryPoint;
  methods: readonly Method[];
  enroll: boolean;
  /** False if a trusted browser wouldn't be recognized. */
  trustable?: boolean;
  reason?: StepUpReason;
}

export const limitRulesOf = ({ policy, authenticators }: Situation, factors: Factors): LimitRules => ({
  maxFailures: policy.maxFailures,
  lockoutMinutes: policy.lockoutMinutes,
  // A guess is checked against every app of the person, so more apps mean fewer attempts.
  apps: Math.max(1, authenticators.filter((one) => factors.factor(one.type)?.traits.label === 'possession').length),
});

const preferredOf = (methods: readonly Method[], situation: Situation, factors: Factors): Method | null => {
  const strong = methods.filter((method) => factors.verifier(method)?.traits.stepUpBesideStronger);
  const eligible = strong.length > 0 ? strong : methods;
  const wishes: (Method | null | undefined)[] = [situation.account?.preferredMethod, situation.policy.preferredMethod];
  return wishes.find((wish): wish is Method => !!wish && eligible.includes(wish)) ?? eligible[0] ?? null;
};

/** The challenge of HTTP contract §1, without the transaction that may accompany it. */
export const describeChallenge = async (
  situation: Situation,
  asked: Asked,
  { factors, limits }: { factors: Factors; limits: Limits }
): Promise<ChallengeDetails> => {
  const rules = limitRulesOf(situation, factors);
  const counterOf = (method: Method): CounterKind | null => factors.verifier(method)?.traits.counter ?? null;
  const counted = asked.enroll ? [] : asked.methods.flatMap((method) => counterOf(method) ?? []);
  const kinds = [...new Set(counted)];
  const states =
    kinds.length > 0 ? await limits.states(situation.user.id, kinds, rules) : new Map<CounterKind, LimitState>();

  const usable: Method[] = [];
  const locked: ChallengeDetails['locked'] = [];
  for (const method of asked.methods) {
    const counter = counterOf(method);
    const state: LimitState = (counter && states.get(counter)) || { open: true };
    if (state.open) usable.push(method);
    else locked.push({ method, until: state.until === null ? null : new Date(state.until).toISOString() });
  }

  const destinations: ChallengeDetails['destinations'] = {};
  for (const type of AUTHENTICATOR_TYPES) {
    const verifier = factors.verifier(type);
    if (asked.enroll || !verifier || !sendsCodes(verifier) || !usable.includes(type)) continue;
    const masked = verifier.destination(situation.authenticators.filter((one) => one.type === type));
    if (masked && (type === 'email' || type === 'sms')) destinations[type] = masked;
  }

  const { policy, verdict } = situation;
  const mayTrust = asked.purpose === 'sign_in' && asked.door === 'login' && !asked.enroll && asked.trustable !== false;
  const trustBrowserDays =
    mayTrust && policy.trustedBrowserDays > 0 && verdict.requirement !== 'always_required'
      ? policy.trustedBrowserDays
      : null;
  const preferred = preferredOf(usable, situation, factors);

  return {
    code: asked.enroll ? 'MFA_ENROLLMENT_REQUIRED' : 'MFA_REQUIRED',
    purpose: asked.purpose,
    methods: preferred ? [preferred, ...usable.filter((method) => method !== preferred)] : usable,
    preferred,
    locked,
    destinations,
    trustBrowserDays,
    ...(asked.reason ? { reason: asked.reason } : {}),
    ...supportOf(policy),
    ...(asked.enroll ? { firstFactor: verdict.owedFirst } : {}),
    graceEndsAt: verdict.graceEndsAt === null ? null : new Date(verdict.graceEndsAt).toISOString(),
  };
};
