/**
 * The one decision. Pure: the same facts give the same verdict. The front door, the guard, the preview, `explain`, and
 * the tests all call this function, so the explanation always matches what happens.
 */
import { METHODS } from '../../../../shared/contracts/constants';
import { CLOCK_SKEW_MS } from '../../platform';
import type { AuthenticatorType, Method, Requirement } from '../../../../shared/contracts/types';
import type { AppliedRule, PolicyFacts, RefusedBecause, RuleName, Verdict } from './facts';
import { owedFirst } from './owed-first-factor';
import { countsFor, enrollableIn, methodsFor } from './allowed';
import { graceEndsAt, requirementOf } from './requirement';

interface Reading {
  requirement: Requirement;
  graceEndsAt: number | null;
  enrolled: boolean;
  /** Allowed by the policy and usable now. */
  allowedUsable: Method[];
  /** Usable now, allowed or not. */
  provable: Method[];
  /** Usable methods are no longer allowed. A method that is only withheld here doesn't have to be set up again. */
  lacksAllowed: boolean;
  enrollable: AuthenticatorType[];
  /** What the session's last proof is worth: with an allowed method, with another one, or nothing. */
  proved: 'allowed' | 'other' | null;
  /** Whether the passkey that was just proved counts. */
  provedAlone: boolean;
}

type Draft = Verdict extends infer V
  ? V extends Verdict
    ? Omit<V, 'owedFirst' | 'requirement' | 'graceEndsAt' | 'rules'>
    : never
  : never;

type Rule = {
  name: RuleName;
  /** If it returns false, the rule isn't listed at all. */
  concerns?(facts: PolicyFacts): boolean;
  ask(facts: PolicyFacts, reading: Reading): Draft | null;
  details?(facts: PolicyFacts, reading: Reading): Record<string, unknown>;
};

const HOUR_MS = 3_600_000;

const inOrder = (methods: Iterable<Method>): Method[] => {
  const wanted = new Set(methods);
  return METHODS.filter((method) => wanted.has(method));
};

/** A proof with a method that is no longer allowed opens enrollment, and nothing else. */
const provedBy = (
  { session, policy, authenticators, now }: PolicyFacts,
  methods: readonly AuthenticatorType[],
  counts: ReturnType<typeof countsFor>
): Reading['proved'] => {
  if (!session?.verifiedAt || !session.method) return null;
  if (now - session.verifiedAt >= policy.verificationMaxAgeHours * HOUR_MS) return null;
  // A proof from the future: the clock was set back since, and the proof would stay recent for as long.
  if (session.verifiedAt > now + CLOCK_SKEW_MS) return null;
  if (session.method === 'recovery_code') return 'allowed';
  if (!methods.some((one) => one === session.method)) return 'other';
  const same = authenticators.filter((one) => one.type === session.method);
  if (same.length > 0 && !same.some(counts)) return 'other';
  const checked = session.userVerified !== false || policy.authenticators.userVerification !== 'required';
  return checked || same.every((one) => one.key === undefined) ? 'allowed' : 'other';
};

const read = (facts: PolicyFacts): Reading => {
  const { policy, authenticators, withheld } = facts;
  const { roleCodes } = facts.person;
  const methods = methodsFor(policy, roleCodes);
  const counts = countsFor(policy, roleCodes);
  const usable = authenticators.filter((one) => one.usable);
  const counting = new Set(usable.filter(counts).map((one) => one.type));
  const offered = inOrder(usable.map((one) => one.type)).filter((method) => !withheld.includes(method));
  const backup: Method[] = facts.recoveryCodes > 0 ? ['recovery_code'] : [];
  const allowedUsable = offered.filter((method) => [...counting].some((type) => type === method));
  return {
    requirement: requirementOf(policy, facts.person.roleCodes),
    graceEndsAt: graceEndsAt(policy, facts.person),
    enrolled: authenticators.length > 0,
    allowedUsable: allowedUsable.length > 0 ? [...allowedUsable, ...backup] : [],
    provable: [...offered, ...backup],
    lacksAllowed: counting.size === 0,
    proved: provedBy(facts, methods, counts),
    provedAlone: usable.some((one) => one.proved === true && counts(one)),
    enrollable: enrollableIn(facts, withheld),
  };
};

const enroll = (reading: Reading): Draft =>
  reading.enrollable.length > 0
    ? { action: 'enroll', methods: reading.enrollable }
    : { action: 'refuse', because: 'nothing_to_enroll' };

/** Why a passkey alone isn't a login for this person now. Null if it is. */
const refusalAlone = ({ policy, person }: PolicyFacts, { provedAlone }: Reading): RefusedBecause | null => {
  if (!policy.enabled || policy.passwordless !== 'allowed') return 'passwordless_off';
  if (person.mustEnrollSince !== null) return 'reset';
  if (policy.stepsAside === true && person.guardedElsewhere === true) return 'guarded_elsewhere';
  return provedAlone ? null : 'method_not_allowed';
};

const RULES: readonly Rule[] = [
  {
    // All or nothing: a person who is refused here logs in with the password, and all rules below apply then.
    name: 'passkey_alone',
    concerns: ({ stage }) => stage === 'passkey',
    ask: (facts, reading) => {
      const because = refusalAlone(facts, reading);
      if (because !== null) return { action: 'refuse', because };
      const validUntil = facts.now + facts.policy.verificationMaxAgeHours * HOUR_MS;
      return { action: 'allow', because: 'passkey_alone', validUntil };
    },
    details: ({ policy }) => ({ passwordless: policy.passwordless }),
  },
  {
    name: 'policy_disabled',
    ask: ({ policy }) => (policy.enabled ? null : { action: 'allow', because: 'policy_disabled', validUntil: null }),
  },
  {
    name: 'person_exempt',
    ask: ({ person, now }) =>
      person.exemption && person.exemption.until > now
        ? { action: 'allow', because: 'person_exempt', validUntil: person.exemption.until }
        : null,
    details: ({ person }) =>
      person.exemption ? { until: person.exemption.until, reason: person.exemption.reason } : {},
  },
  {
    name: 'sso_exempt',
    ask: ({ policy, provider }) =>
      policy.sso === 'exempt' && provider !== 'local'
        ? { action: 'allow', because: 'sso_exempt', validUntil: null }
        : null,
    details: ({ policy, provider }) => ({ sso: policy.sso, provider }),
  },
  {
    // C30: people are asked once, by one of the two. A person with a factor here and none there never falls back to a
    // password.
    name: 'guarded_elsewhere',
    concerns: ({ policy }) => policy.stepsAside === true,
    ask: ({ person }, { enrolled }) =>
      person.guardedElsewhere === true || !enrolled
        ? { action: 'allow', because: 'guarded_elsewhere', validUntil: null }
        : null,
  },
  {
    // Refuses nobody. It says what is required before the first method, and is checked there.
    name: 'first_factor_proof',
    concerns: ({ policy, authenticators }) => policy.firstFactorProof !== 'password' && authenticators.length === 0,
    ask: () => null,
    details: (facts) => ({
      asked: facts.policy.firstFactorProof,
      given: facts.firstFactor?.proof ?? null,
      owed: owedFirst(facts),
    }),
  },
  {
    name: 'reset_enrollment',
    ask: ({ person, now, resetEnrollmentMs }, reading) => {
      if (person.mustEnrollSince === null || reading.enrolled) return null;
      if (now - person.mustEnrollSince >= resetEnrollmentMs) return { action: 'refuse', because: 'reset_expired' };
      return enroll(reading);
    },
  },
  { name: 'requirement', ask: () => null, details: (_facts, { requirement }) => ({ requirement }) },
  {
    name: 'optional_not_enrolled',
    ask: (_facts, { enrolled, requirement }) =>
      !enrolled && requirement === 'optional'
        ? { action: 'allow', because: 'optional_not_enrolled', validUntil: null }
        : null,
  },
  {
    name: 'grace_period',
    ask: ({ now }, { enrolled, graceEndsAt: end }) =>
      !enrolled && end !== null && now < end ? { action: 'allow', because: 'grace_period', validUntil: end } : null,
    details: (_facts, { graceEndsAt: end }) => ({ endsAt: end }),
  },
  { name: 'must_enroll', ask: (_facts, reading) => (reading.enrolled ? null : enroll(reading)) },
  {
    name: 'session_verified',
    ask: (facts, reading) => {
      if (reading.proved !== 'allowed' || reading.allowedUsable.length === 0) return null;
      const until = (facts.session?.verifiedAt ?? 0) + facts.policy.verificationMaxAgeHours * HOUR_MS;
      return { action: 'allow', because: 'session_verified', validUntil: until };
    },
    details: ({ session }) => ({ method: session?.method ?? null, verifiedAt: session?.verifiedAt ?? null }),
  },
  {
    name: 'allowed_method_missing',
    ask: (_facts, reading) => (reading.proved !== null && reading.allowedUsable.length === 0 ? enroll(reading) : null),
  },
  {
    name: 'trusted_browser',
    ask: ({ trustedBrowserUntil: until, policy, stage, now }, { requirement, allowedUsable }) => {
      if (stage !== 'sign_in' || until === null || until <= now) return null;
      if (requirement === 'always_required' || policy.trustedBrowserDays === 0 || allowedUsable.length === 0)
        return null;
      return { action: 'allow', because: 'trusted_browser', validUntil: until };
    },
  },
  {
    name: 'session_trusted',
    ask: ({ session, policy, stage, now }, { requirement, allowedUsable }) => {
      const until = session?.trustedUntil ?? null;
      if (stage !== 'session' || until === null || until <= now) return null;
      if (requirement === 'always_required' || policy.trustedBrowserDays === 0 || allowedUsable.length === 0)
        return null;
      return { action: 'allow', because: 'session_trusted', validUntil: until };
    },
  },
  {
    name: 'nothing_provable',
    ask: (_facts, { provable }) => (provable.length === 0 ? { action: 'refuse', because: 'nothing_provable' } : null),
    details: ({ withheld }) => (withheld.length > 0 ? { withheld: [...withheld] } : {}),
  },
  {
    name: 'ask',
    ask: ({ session }, { allowedUsable, provable, lacksAllowed }) => ({
      action: 'challenge',
      methods: allowedUsable.length > 0 ? allowedUsable : provable,
      thenEnroll: lacksAllowed,
      reason: session?.verifiedAt || session?.trustedUntil ? 'verification_expired' : 'session_unverified',
    }),
  },
];

export const decide = (facts: PolicyFacts): Verdict => {
  const reading = read(facts);
  const rules: AppliedRule[] = [];
  for (const rule of RULES) {
    if (rule.concerns?.(facts) === false) continue;
    const draft = rule.ask(facts, reading);
    rules.push({ rule: rule.name, applied: draft !== null, details: rule.details?.(facts, reading) });
    if (!draft) continue;
    const { requirement, graceEndsAt: ends } = reading;
    return { ...draft, owedFirst: owedFirst(facts), requirement, graceEndsAt: ends, rules };
  }
  throw new Error('the last rule of the policy always applies');
};
