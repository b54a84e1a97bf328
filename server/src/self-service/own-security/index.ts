/**
 * The service behind "My Security": a person's view of their own account, and the changes that need no recent proof.
 * Promises: shows no secret; making things safer is never restricted. Never: another person's rows.
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { AssuranceLevel, MeView, Method, SessionView } from '../../../../shared/contracts/types';
import { type Accounts, type Database, logFailure, type MfaConfig, MfaError, type Ports } from '../../platform';
import type { AuditTrail } from '../../audit';
import { viewOf } from '../enrollment';
import { signalsCredentials, type Factors } from '../../factors';
import { type Family, type Sessions, type Trust, trustedUntilOf } from '../../sessions';
import type { TransactionStore } from '../../gate';
import { deadlineOf, enrollableIn, type Situation } from '../../policy';
import { isInvited, quietUntil, type Aside } from './invitation';
import { passkeyOfferOf } from './passkey-offer';

interface Deps {
  strapi: Core.Strapi;
  accounts: Accounts;
  audit: AuditTrail;
  config: MfaConfig;
  database: Database;
  factors: Factors;
  ports: Ports;
  sessions: Sessions;
  store: TransactionStore;
  trust: Trust;
}

const NOTHING_TO_SIGNAL: MeView['webauthn'] = { rpId: null, userHandle: null, credentialIds: [] };

export interface OwnSecurity {
  view(ctx: Context, situation: Situation, family: Family): Promise<MeView>;
  sessions(situation: Situation, current: string | null): Promise<SessionView[]>;
  prefer(situation: Situation, method: Method | null): Promise<void>;
  /** No offer of a passkey for `LIMITS.passkeyOfferQuietDays` days, in any browser. */
  putPasskeyAside(situation: Situation): Promise<void>;
  /** No invitation for `LIMITS.invitationQuietDays` days, or never again, in any browser. */
  putInvitationAside(situation: Situation, aside: Aside): Promise<void>;
  revokeTrust(situation: Situation, uid: string | null): Promise<number>;
  endSession(situation: Situation, familyId: string): Promise<void>;
  /** Ends a person's other sessions, including rotated tokens and open transactions. Returns their number. */
  endOtherSessions(situation: Situation, current: Family): Promise<number>;
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const assuranceOf = (family: Family, owner: Situation['user'], now: number): AssuranceLevel => {
  if (family.verifiedAt !== null) return 'mfa';
  if ((trustedUntilOf(family, owner) ?? 0) > now) return 'trusted_browser';
  return family.provider === 'local' ? 'none' : 'sso';
};

export const createOwnSecurity = (deps: Deps): OwnSecurity => {
  const { audit, database, factors, ports, sessions, trust } = deps;

  /** One entry per open login. Rotated rows belong to the same family and aren't separate sessions. */
  const sessionViews = async (situation: Situation, current: string | null): Promise<SessionView[]> => {
    const rows = await deps.strapi.db.query('admin::session').findMany({
      where: { userId: String(situation.user.id), origin: 'admin', status: 'active', expiresAt: { $gt: new Date() } },
    });
    const names = new Map<string, { name: unknown; at: unknown }>();
    for (const row of rows)
      names.set(String(row.sessionId), { name: row.metadata?.deviceName, at: row.metadata?.loginAt ?? row.createdAt });
    const families = await sessions.families.ofUser(situation.user.id);
    return families.flatMap((family) => {
      const sessionId = family.sessionIds.find((id) => names.has(id));
      if (sessionId === undefined) return [];
      const name = names.get(sessionId)?.name;
      return [
        {
          id: family.familyId,
          name: typeof name === 'string' ? name : '',
          createdAt: new Date(family.beganAt).toISOString(),
          current: family.familyId === current,
          assurance: assuranceOf(family, situation.user, ports.clock.now()),
          method: family.method,
          verifiedAt: iso(family.verifiedAt),
        },
      ];
    });
  };

  /** A failure here is never shown. A person without an authenticator has no failed attempts. */
  const attemptsBefore = async ({ user, authenticators }: Situation, family: Family): Promise<MeView['attempts']> => {
    if (authenticators.length === 0) return null;
    const { familyId, beganAt } = family;
    return audit.attemptsBefore({ userId: user.id, familyId, beganAt }).catch((error: unknown) => {
      logFailure(deps.strapi, 'reading failed attempts', error);
      return null;
    });
  };

  return {
    sessions: sessionViews,

    async view(ctx, situation, family) {
      const { policy, authenticators, verdict, account, user, allowed, facts } = situation;
      const recovery = await factors.recovery.status(user.id);
      const signaler = factors.verifiers().find(signalsCredentials);
      const unavailable = allowed.methods.flatMap((method) => {
        const availability = factors.factor(method)?.availability() ?? { ok: false as const, reason: 'not_installed' };
        if (!availability.ok) return [{ method, reason: availability.reason }];
        const attestable = enrollableIn(facts, []).includes(method);
        return attestable ? [] : [{ method, reason: 'no_metadata' as const }];
      });
      return {
        authenticators: authenticators.map((one) => viewOf(one, allowed, factors)),
        recoveryCodes: {
          remaining: recovery.remaining,
          total: recovery.total,
          generatedAt: iso(recovery.generatedAt),
          acknowledged: recovery.acknowledgedAt !== null,
        },
        trustedBrowsers: await trust.list(ctx, user, policy),
        sessions: await sessionViews(situation, family.familyId),
        requirement: verdict.requirement,
        enrolled: authenticators.length > 0,
        // Also the date from which a planned requirement leaves this person no choice.
        graceEndsAt: authenticators.length > 0 ? null : iso(verdict.graceEndsAt ?? deadlineOf(facts, policy)),
        firstFactor: verdict.owedFirst,
        allowedMethods: allowed.methods,
        unavailableMethods: unavailable,
        session: {
          assurance: assuranceOf(family, situation.user, ports.clock.now()),
          method: family.method,
          verifiedAt: iso(family.verifiedAt),
        },
        preferredMethod: account?.preferredMethod ?? null,
        passwordless: policy.passwordless === 'allowed' && signaler !== undefined,
        passkeyOffer: passkeyOfferOf(situation, family, factors, ports.clock.now()),
        invited: isInvited(situation, family, factors, ports.clock.now()),
        attempts: await attemptsBefore(situation, family),
        webauthn: (await signaler?.signals(user.id, authenticators)) ?? NOTHING_TO_SIGNAL,
        support: {
          text: policy.helpText || deps.config.support.text,
          texts: policy.helpTexts,
          url: policy.supportUrl ?? deps.config.support.url,
        },
      };
    },

    async prefer({ user, authenticators, recoveryCodes }, method) {
      const known = method === null || authenticators.some((one) => one.type === method);
      if (!known && !(method === 'recovery_code' && recoveryCodes > 0)) throw new MfaError('MFA_METHOD_NOT_ALLOWED');
      await deps.accounts.open(user.id);
      await database.transaction(async (trx) => {
        await deps.accounts.change(user.id, { preferredMethod: method }, trx);
        const target = { id: user.id, email: user.email };
        await audit.append(
          { type: 'preference.changed', outcome: 'success', target, details: { preferredMethod: method } },
          trx
        );
      });
    },

    async putPasskeyAside({ user }) {
      await deps.accounts.open(user.id);
      await database.transaction(async (trx) => {
        await deps.accounts.change(user.id, { passkeyLaterAt: ports.clock.now() }, trx);
        const target = { id: user.id, email: user.email };
        const details = { passkeyOffer: 'later' };
        await audit.append({ type: 'preference.changed', outcome: 'success', target, details }, trx);
      });
    },

    async putInvitationAside({ user }, aside) {
      await deps.accounts.open(user.id);
      await database.transaction(async (trx) => {
        await deps.accounts.change(user.id, { inviteAfter: quietUntil(aside, ports.clock.now()) }, trx);
        // The panel sends `later` when it shows an invitation. Only `never` is the person's own choice.
        if (aside !== 'never') return;
        const target = { id: user.id, email: user.email };
        await audit.append(
          { type: 'preference.changed', outcome: 'success', target, details: { invitation: aside } },
          trx
        );
      });
    },

    async revokeTrust({ user }, uid) {
      const target = { id: user.id, email: user.email };
      return database.transaction(async (trx) => {
        const ended = await trust.revoke(user.id, uid, trx);
        if (ended > 0) {
          const details = { ended };
          await audit.append({ type: 'trusted_browser.revoked', outcome: 'success', target, details }, trx);
        }
        return ended;
      });
    },

    async endSession({ user }, familyId) {
      const target = { id: user.id, email: user.email };
      await database.transaction(async (trx) => {
        if (!(await sessions.end(user.id, familyId, trx))) throw new MfaError('MFA_NOT_FOUND');
        await deps.store.endOfFamily(familyId, trx);
        await audit.append({ type: 'session.ended', outcome: 'success', target, reason: 'by_owner' }, trx);
      });
    },

    async endOtherSessions({ user }, { familyId }) {
      const target = { id: user.id, email: user.email };
      return database.transaction(async (trx) => {
        const ended = await sessions.endOthers(user.id, familyId, trx);
        await deps.store.endOfOtherFamilies(user.id, familyId, trx);
        if (ended === 0) return 0;
        const event = { type: 'session.ended', outcome: 'success', target, reason: 'by_owner' } as const;
        await audit.append({ ...event, details: { ended } }, trx);
        return ended;
      });
    },
  };
};
