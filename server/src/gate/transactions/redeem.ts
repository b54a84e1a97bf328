/** What a complete proof gives: the session that the password requested, or assurance for the session that asked. */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { Method } from '../../../../shared/contracts/types';
import {
  type Accounts,
  beyondMailbox,
  comesFromPanel,
  type MfaConfig,
  MfaError,
  type Ports,
  type Trx,
} from '../../platform';
import type { Recorder } from '../../audit';
import type { Factors, Limits } from '../../factors';
import type { Notices } from '../../notices';
import { type Minted, type Sessions, setRefreshCookie, type Trust } from '../../sessions';
import { type AdminUser, plannedDetails, type Situation } from '../../policy';
import { LIMITS } from '../../../../shared/contracts/constants';
import { questionOf, type Transaction } from './store';

export interface CompletedProof {
  method: Method;
  userVerified: boolean;
  trustBrowser: boolean;
  /** Nothing else was proved, not even the password. */
  passwordless?: true;
}

export interface SignInAnswer {
  token: string;
  accessToken: string;
  user: unknown;
  mfa: { method: Method; recoveryCodesRemaining: number; mfaEnabled: boolean; passwordless?: true };
}

export interface StepUpAnswer {
  verifiedAt: string;
  method: Method;
}

export interface RedeemDeps {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  accounts: Accounts;
  audit: Recorder;
  factors: Factors;
  limits: Limits;
  notices: Notices;
  sessions: Sessions;
  trust: Trust;
}

export interface Redeemed {
  minted: Minted | null;
  verifiedAt: number;
  /** Read inside the transaction. Once it's committed, nothing may prevent the answer. */
  recoveryCodesRemaining: number;
}

/** What a planned requirement would have done here. People who just set up a method had none before. */
const plannedAt = ({ facts }: Situation, { task }: Transaction, { passwordless }: CompletedProof) => {
  if (passwordless) return plannedDetails(facts, 'none');
  return plannedDetails(task === 'enroll' ? { ...facts, authenticators: [], recoveryCodes: 0 } : facts);
};

/** A weak proof by a person with a stronger method opens nothing beyond the session itself. */
export const provesSelfService = (method: Method, situation: Situation, factors: Factors): boolean => {
  if (method === 'recovery_code') return true;
  if (factors.verifier(method)?.traits.stepUpBesideStronger) return true;
  return !situation.authenticators.some((one) => factors.factor(one.type)?.traits.stepUpBesideStronger);
};

const nameOfBrowser = (transaction: Transaction): string => {
  const name: unknown = transaction.plan?.metadata?.deviceName;
  return typeof name === 'string' && name !== '' ? name.slice(0, 200) : 'Browser';
};

/** Only a recovery code reduces them. */
const codesLeft = async (
  { factors }: RedeemDeps,
  { account, recoveryCodes }: Situation,
  method: Method,
  trx: Trx
): Promise<number> =>
  method === 'recovery_code' ? (await factors.recovery.statusFor(account, trx)).remaining : recoveryCodes;

/**
 * Locks the person for the rest of `trx`, as `accounts.lock` does, with a write that every proof needs. Comes first in
 * the transaction that uses the proof up.
 */
export const lockAsVerified = (
  { accounts, ports }: Pick<RedeemDeps, 'accounts' | 'ports'>,
  userId: number,
  method: Method,
  trx: Trx
): Promise<void> => accounts.change(userId, { lastVerifiedAt: ports.clock.now(), ...beyondMailbox(method) }, trx);

/**
 * Runs inside the transaction that used up the proof, after `lockAsVerified`. The event is last, because it locks the head of the chain until
 * the commit.
 */
export const redeem = async (
  deps: RedeemDeps,
  {
    ctx,
    transaction,
    situation,
    completed,
    trx,
  }: { ctx: Context; transaction: Transaction; situation: Situation; completed: CompletedProof; trx: Trx }
): Promise<Redeemed> => {
  const { user, policy, verdict } = situation;
  const now = deps.ports.clock.now();
  const selfService = provesSelfService(completed.method, situation, deps.factors);
  const target = { id: user.id, email: user.email };
  const recoveryCodesRemaining = await codesLeft(deps, situation, completed.method, trx);

  if (transaction.purpose === 'step_up') {
    if (transaction.familyId === null) throw new Error('a step-up transaction without a session family');
    // The person logged out meanwhile, so there's nothing left to prove.
    if (!(await deps.sessions.isAlive(transaction.familyId, trx))) throw new MfaError('MFA_TRANSACTION_EXPIRED');
    const sensitive = transaction.reason === 'sensitive_action';
    const proof = {
      method: completed.method,
      userVerified: completed.userVerified,
      // In a session that already has assurance, a recovery code opens self-service and nothing else.
      countsForSession: !(sensitive && completed.method === 'recovery_code'),
      countsForSelfService: selfService,
    };
    await deps.sessions.families.prove(transaction.familyId, proof, trx);
    await spendRecovery(deps, situation, completed.method, transaction.familyId, trx);
    await deps.audit.append(
      {
        type: 'step_up.completed',
        outcome: 'success',
        target,
        method: completed.method,
        reason: transaction.reason ?? undefined,
      },
      trx
    );
    return { minted: null, verifiedAt: now, recoveryCodesRemaining };
  }

  if (!transaction.plan) throw new Error('a sign-in transaction without a session plan');
  const { plan, provider, door } = transaction;
  const proof = { ...completed, countsForSession: true, countsForSelfService: selfService };
  const birth = { userId: user.id, provider, door, proof };
  const { minted, family } = await deps.sessions.begin(() => deps.sessions.mintAs(user.id, plan), birth, trx);
  await spendRecovery(deps, situation, completed.method, family.familyId, trx);
  const mayTrust =
    transaction.door === 'login' && policy.trustedBrowserDays > 0 && verdict.requirement !== 'always_required';
  // Neither a recovery code nor a method that is no longer allowed.
  const trusts =
    completed.trustBrowser &&
    mayTrust &&
    // If it wouldn't be recognized, it would be created, emailed, and listed again at every login.
    comesFromPanel(deps.strapi, deps.config, ctx) &&
    situation.allowed.methods.some((one) => one === completed.method);
  if (trusts) {
    const name = nameOfBrowser(transaction);
    await deps.trust.grant(ctx, user, name, policy, transaction.plan.cookie, trx);
    await deps.notices.tell('trusted_browser_added', user.id, { browser: name, days: policy.trustedBrowserDays }, trx);
  }
  setRefreshCookie(deps.strapi, ctx, minted, transaction.plan);
  await deps.audit.append(
    {
      type: 'sign_in.completed',
      outcome: 'success',
      target,
      method: completed.method,
      details: {
        door: transaction.door,
        trustedBrowser: trusts,
        userVerified: completed.userVerified,
        ...(completed.passwordless ? { passwordless: true } : {}),
        question: questionOf(transaction),
        family: family.familyId,
        ...plannedAt(situation, transaction, completed),
      },
    },
    trx
  );
  return { minted, verifiedAt: now, recoveryCodesRemaining };
};

/** A used recovery code means that something was lost. Trust ends, other sessions end, and the person gets an email. */
export const spendRecovery = async (
  deps: RedeemDeps,
  situation: Situation,
  method: Method,
  familyId: string | null,
  trx: Trx
): Promise<void> => {
  if (method !== 'recovery_code') return;
  const { user } = situation;
  await deps.trust.revoke(user.id, null, trx);
  await deps.sessions.endAll(user.id, trx, { except: familyId ?? undefined });
  // DESIGN, Guessing: a recovery code lifts a stop of the first counter.
  await deps.limits.lift(user.id, 'guessable', trx);
  const remaining = Math.max(0, situation.recoveryCodes - 1);
  await deps.notices.tell('recovery_code_used', user.id, { remaining }, trx);
  if (remaining <= LIMITS.recoveryCodesLow) await deps.notices.tell('recovery_codes_low', user.id, { remaining }, trx);
  await deps.audit.append(
    {
      type: 'recovery_code.used',
      outcome: 'success',
      target: { id: user.id, email: user.email },
      method: 'recovery_code',
      details: { remaining },
    },
    trx
  );
};

/** After the commit: the answer that Strapi's own login would have given, and its event, once. */
export const answerSignIn = (
  deps: Pick<RedeemDeps, 'strapi'>,
  transaction: Transaction,
  user: AdminUser,
  redeemed: Redeemed,
  method: Method
): SignInAnswer => {
  if (!redeemed.minted) throw new Error('a sign-in was redeemed without a session');
  const sanitized: unknown = deps.strapi.service('admin::user').sanitizeUser(user);
  if (transaction.announce) {
    void deps.strapi.eventHub.emit('admin.auth.success', { user: sanitized, provider: transaction.provider });
  }
  return {
    token: redeemed.minted.accessToken,
    accessToken: redeemed.minted.accessToken,
    user: sanitized,
    mfa: { method, recoveryCodesRemaining: redeemed.recoveryCodesRemaining, mfaEnabled: true },
  };
};
