/**
 * What stands between a person and Strapi at the next login, and what helps. Decides nothing: it reads the verdict, the
 * question, and the locks that the login itself would get.
 */
import type { Core } from '@strapi/strapi';

import type {
  AccessFinding,
  AccessHelp,
  AccessOutcome,
  Method,
  PersonAccess,
  Requirement,
} from '../../../../shared/contracts/types';
import { toIso } from '../../platform';
import type { CounterKind, Factors, Limits } from '../../factors';
import { describeChallenge, limitRulesOf, loginBlocked } from '../../gate';
import type { Passes } from '../../self-service';
import type { AdminUser, AllowedBecause, EffectivePolicy, Situation, Verdict } from '../../policy';

export interface AccessDeps {
  strapi: Core.Strapi;
  config: { resetEnrollmentHours: number };
  factors: Factors;
  limits: Limits;
  passes: Passes;
}

export interface Login {
  situation: Situation;
  /** `local`, or the name of the SSO provider. */
  provider: string;
  /** Until when a browser of theirs isn't asked, in UTC ms. */
  trustedUntil: number | null;
}

type Told<Code> = Extract<AccessFinding, { code: Code }>;
type Challenge = Extract<Verdict, { action: 'challenge' }>;

const HOUR_MS = 3_600_000;
const LOCAL = 'local';
/** A guess at a passkey or key is impossible, so they have no counter. */
const LOGIN_COUNTERS: readonly CounterKind[] = ['guessable', 'recovery'];

const iso = (at: number): string => new Date(at).toISOString();

/** The default, and each of the person's roles that the policy names. */
export const sourcesOf = (policy: EffectivePolicy, user: AdminUser): { source: string; level: Requirement }[] => [
  { source: 'default', level: policy.requirement },
  ...user.roles.flatMap(({ code }) => {
    const level = Object.hasOwn(policy.roles, code) ? policy.roles[code] : undefined;
    return level ? [{ source: code, level }] : [];
  }),
];

/** The sources of the requirement that applies. None if it's optional. */
const requiredBy = ({ policy, user, verdict }: Situation): string[] =>
  verdict.requirement === 'optional'
    ? []
    : sourcesOf(policy, user).flatMap(({ source, level }) => (level === verdict.requirement ? [source] : []));

export const createAccess = ({ strapi, config, factors, limits, passes }: AccessDeps) => {
  /** Strapi's own check comes before any second factor. */
  const ofAccount = async ({ situation, provider }: Login, alone: boolean): Promise<AccessFinding[]> => {
    const user = situation.user as AdminUser & { registrationToken?: string | null };
    const blocked = await loginBlocked(strapi, user);
    const help: AccessHelp[] = ['account'];
    if (blocked === 'inactive') return [{ code: user.registrationToken ? 'never_registered' : 'inactive', help }];
    if (blocked === 'sso_locked') return provider === LOCAL ? [{ code: 'sso_only', help: [] }] : [];
    return blocked === 'blocked' && alone ? [{ code: 'blocked', help }] : [];
  };

  const nothingProvable = ({ authenticators }: Situation): Told<'nothing_provable'> => {
    const methods = authenticators.flatMap((one) => {
      const state = factors.factor(one.type)?.usability(one) ?? 'unavailable';
      return state === 'usable' ? [] : [{ method: one.type, reason: state }];
    });
    return { code: 'nothing_provable', methods, help: ['reset', 'exempt'] };
  };

  const refused = (situation: Situation): AccessFinding => {
    const { verdict, account } = situation;
    const because = verdict.action === 'refuse' ? verdict.because : null;
    if (because === 'reset_expired')
      return { code: 'reset_expired', since: iso(account?.mustEnrollSince ?? 0), help: ['reset', 'exempt'] };
    if (because === 'nothing_to_enroll') return { code: 'nothing_to_set_up', help: ['policy', 'exempt'] };
    return nothingProvable(situation);
  };

  const toSetUp = (situation: Situation): AccessFinding => {
    const { account, facts, verdict } = situation;
    const methods = verdict.action === 'enroll' ? verdict.methods : [];
    const since = account?.mustEnrollSince ?? null;
    if (since !== null)
      return { code: 'reset', until: iso(since + config.resetEnrollmentHours * HOUR_MS), methods, help: ['exempt'] };
    const by = requiredBy(situation);
    const over = verdict.graceEndsAt !== null && verdict.graceEndsAt <= facts.now ? verdict.graceEndsAt : null;
    if (over !== null) return { code: 'deadline_over', since: iso(over), by, methods, help: ['exempt'] };
    return { code: 'must_set_up', by, methods, help: ['exempt'] };
  };

  /** Before the first method, whether it's set up now or later. */
  const firstProof = async ({ user, policy, verdict }: Situation): Promise<AccessFinding[]> => {
    if (verdict.owedFirst === 'email') return [{ code: 'email_code_needed', help: [] }];
    if (verdict.owedFirst !== 'pass') return [];
    const pass = (await passes.of([user.id])).get(user.id) ?? null;
    const because = policy.firstFactorProof === 'pass' ? 'policy' : 'address_changed';
    return [{ code: 'pass_needed', pass: toIso(pass), because, help: ['pass'] }];
  };

  /** One finding per counter: methods that share one wait together. */
  const held = async (
    situation: Situation,
    { locked, methods: works }: { locked: { method: Method }[]; methods: Method[] }
  ): Promise<AccessFinding[]> => {
    if (locked.length === 0) return [];
    const closed = await limits.closed(situation.user.id, LOGIN_COUNTERS, limitRulesOf(situation, factors));
    return [...closed].flatMap(([counter, { until, failures, locked: isLock }]) => {
      const methods = locked
        .map(({ method }) => method)
        .filter((method) => factors.verifier(method)?.traits.counter === counter);
      if (methods.length === 0) return [];
      const code = isLock ? ('locked' as const) : ('waiting' as const);
      return [{ code, methods, until: toIso(until), failures, works, help: ['unlock'] as AccessHelp[] }];
    });
  };

  const challenged = async (login: Login, verdict: Challenge): Promise<PersonAccess> => {
    const { situation, trustedUntil } = login;
    const asked = { purpose: 'sign_in', door: 'login', methods: verdict.methods, enroll: false } as const;
    const question = await describeChallenge(situation, asked, { factors, limits });
    const findings = await held(situation, question);
    if (trustedUntil !== null) findings.push({ code: 'trusted_browser', until: iso(trustedUntil), help: [] });
    const { methods } = question;
    if (verdict.thenEnroll) findings.push({ code: 'methods_not_allowed', methods, help: [] });
    else findings.push({ code: 'asked', by: requiredBy(situation), methods, help: [] });
    return { outcome: methods.length === 0 ? 'locked' : 'asked', findings };
  };

  const letIn = (because: AllowedBecause, { account, verdict, authenticators }: Situation): AccessFinding => {
    const remind: AccessHelp[] = authenticators.length === 0 ? ['remind'] : [];
    switch (because) {
      case 'person_exempt': {
        const { exemptUntil, exemptReason } = account ?? {};
        return { code: 'exempt', until: iso(exemptUntil ?? 0), reason: exemptReason ?? '', help: ['end_exemption'] };
      }
      case 'grace_period':
        return { code: 'grace_period', until: iso(verdict.graceEndsAt ?? 0), help: remind };
      case 'optional_not_enrolled':
        return { code: 'optional', help: remind };
      case 'policy_disabled':
        return { code: 'policy_off', help: [] };
      case 'sso_exempt':
      case 'guarded_elsewhere':
        return { code: because, help: [] };
      default:
        return { code: 'not_asked', because, help: [] };
    }
  };

  const ofMfa = async (login: Login): Promise<PersonAccess> => {
    const { situation } = login;
    const { verdict } = situation;
    if (verdict.action === 'challenge') return challenged(login, verdict);
    const first = await firstProof(situation);
    if (verdict.action === 'allow')
      return { outcome: 'let_in', findings: [letIn(verdict.because, situation), ...first] };
    if (verdict.action === 'refuse') return { outcome: 'refused', findings: [refused(situation)] };
    const stuck = first.some((one) => one.code === 'pass_needed' && one.pass === null);
    const setUp = toSetUp(situation);
    return { outcome: 'set_up', findings: stuck ? [...first, setUp] : [setUp, ...first] };
  };

  /** The password is only confirmed in open sessions, so this never stops a login. */
  const ofPassword = async (situation: Situation): Promise<AccessFinding[]> => {
    const closed = await limits.closed(situation.user.id, ['password'], limitRulesOf(situation, factors));
    return [...closed.values()].flatMap(({ until, failures, locked }) =>
      locked ? [{ code: 'password_locked' as const, until: toIso(until), failures, help: ['unlock' as const] }] : []
    );
  };

  /** `alone`: whether the policy lets this person log in with a passkey alone. */
  return async (login: Login, { alone }: { alone: boolean }): Promise<PersonAccess> => {
    const account = await ofAccount(login, alone);
    const { outcome, findings } = await ofMfa(login);
    const stopped = account.some(({ code }) => code !== 'blocked');
    const called: AccessOutcome = stopped ? 'refused' : outcome;
    return { outcome: called, findings: [...account, ...findings, ...(await ofPassword(login.situation))] };
  };
};
