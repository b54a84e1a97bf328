/** The details of one person, and why they are or aren't asked. */
import type { Explanation, PersonDetail, PersonExplanation, SessionView } from '../../../../shared/contracts/types';
import { type OwnSecurity, viewOf } from '../../self-service';
import { MfaError, toIso } from '../../platform';
import type { Factors, Limits } from '../../factors';
import { personName, type Situation, type Verdict, type Verdicts } from '../../policy';
import type { Sessions, Trust } from '../../sessions';
import { type AccessDeps, createAccess, sourcesOf } from './why-no-access';
import type { Rows } from './rows';
import type { Verification } from './verification';

export interface PersonDeps extends AccessDeps {
  factors: Factors;
  limits: Limits;
  ownSecurity: OwnSecurity;
  rows: Rows;
  sessions: Sessions;
  trust: Trust;
  verdicts: Verdicts;
  verification: Pick<Verification, 'verification'>;
}

/** The session of the request, so that it can be marked when an administrator looks at their own details. */
export interface Asker {
  id: number;
  familyId: string | null;
}

const TIMES = ['until', 'endsAt', 'verifiedAt'];

const detailsOf = (details: Record<string, unknown> = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(details).map(([key, value]) => [key, TIMES.includes(key) ? toIso(value) : value]));

const explained = (verdict: Verdict): Explanation => ({
  action: verdict.action,
  because: 'because' in verdict ? verdict.because : null,
  reason: 'reason' in verdict ? verdict.reason : null,
  methods: 'methods' in verdict ? [...verdict.methods] : [],
  validUntil: 'validUntil' in verdict ? toIso(verdict.validUntil) : null,
  rules: verdict.rules.map(({ rule, applied, details }) => ({ rule, applied, details: detailsOf(details) })),
});

export const createPersonViews = (deps: PersonDeps) => {
  const { factors, limits, ownSecurity, rows, sessions, trust, verdicts } = deps;
  const accessOf = createAccess(deps);

  const situationOf = async (userId: number, provider = 'local'): Promise<Situation> => {
    const user = await verdicts.user(userId);
    if (!user) throw new MfaError('MFA_NOT_FOUND');
    return verdicts.assess(user, { stage: 'sign_in', provider });
  };

  const sessionsOf = (situation: Situation, asker: Asker): Promise<SessionView[]> =>
    ownSecurity.sessions(situation, asker.id === situation.user.id ? asker.familyId : null);

  const exemptionOf = async ({ account, facts }: Situation): Promise<PersonDetail['exemption']> => {
    const until = account?.exemptUntil ?? null;
    if (until === null || until <= facts.now) return null;
    const by = account?.exemptBy ? await verdicts.user(account.exemptBy) : null;
    return {
      reason: account?.exemptReason ?? '',
      until: new Date(until).toISOString(),
      by: by ? { id: by.id, email: by.email } : null,
    };
  };

  return {
    /** @throws MfaError MFA_NOT_FOUND */
    async detail(userId: number, asker: number | null): Promise<PersonDetail> {
      const situation = await situationOf(userId);
      const { user, policy, authenticators, allowed } = situation;
      const [row] = await rows.of([userId], policy, asker);
      if (!row) throw new MfaError('MFA_NOT_FOUND');
      const recovery = await factors.recovery.status(userId);
      return {
        ...row,
        isActive: user.isActive,
        authenticators: authenticators.map((one) => viewOf(one, allowed, factors)),
        recoveryCodes: {
          remaining: recovery.remaining,
          total: recovery.total,
          generatedAt: toIso(recovery.generatedAt),
          acknowledged: recovery.acknowledgedAt !== null,
        },
        trustedBrowsers: (await trust.standing(user, policy)).count,
        exemption: await exemptionOf(situation),
        verification: asker === null ? null : await deps.verification.verification(asker, userId),
      };
    },

    /** @throws MfaError MFA_NOT_FOUND */
    async sessions(userId: number, asker: Asker): Promise<SessionView[]> {
      return sessionsOf(await situationOf(userId), asker);
    },

    /** The verdict on the next login by `provider`, and on each open session. @throws MfaError MFA_NOT_FOUND */
    async explain(userId: number, asker: Asker, provider: string): Promise<PersonExplanation> {
      const situation = await situationOf(userId, provider);
      const { user, policy, verdict } = situation;
      const trusted = await trust.standing(user, policy);
      const lock = await limits.lockOf(userId);
      const families = new Map((await sessions.families.ofUser(userId)).map((family) => [family.familyId, family]));
      const live: PersonExplanation['sessions'] = [];
      for (const view of await sessionsOf(situation, asker)) {
        const family = families.get(view.id);
        if (!family) continue;
        const inside = await verdicts.assess(user, { stage: 'session', provider: family.provider, family }, policy);
        live.push({ ...view, explanation: explained(inside.verdict) });
      }
      const inTrusted =
        trusted.until === null
          ? null
          : await verdicts.assess(user, { stage: 'sign_in', provider, trustedBrowserUntil: trusted.until }, policy);
      const skips = inTrusted?.verdict.action === 'allow' && inTrusted.verdict.because === 'trusted_browser';
      const [row] = await rows.of([userId], policy, asker.id);
      const login = { situation, provider, trustedUntil: skips ? trusted.until : null };
      return {
        ...explained(verdict),
        access: await accessOf(login, { alone: row?.logsInAlone ?? false }),
        user: {
          id: user.id,
          email: user.email,
          name: personName(user),
          roles: user.roles.map(({ id, code, name }) => ({ id: Number(id), code, name })),
        },
        requirement: verdict.requirement,
        graceEndsAt: situation.authenticators.length > 0 ? null : toIso(verdict.graceEndsAt),
        sources: sourcesOf(policy, user),
        provider,
        locked: lock === null ? null : { until: toIso(lock.until) },
        inTrustedBrowser: inTrusted ? explained(inTrusted.verdict) : null,
        sessions: live,
      };
    },
  };
};

export type PersonViews = ReturnType<typeof createPersonViews>;
