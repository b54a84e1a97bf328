/**
 * A code sent to a person, to be read back to the administrator who helps them.
 * Promises: a code counts once, for one administrator and one person; an attempt is spent before it's judged; what the
 * administrator does in the next 30 minutes is recorded as done for a verified caller. Never: a condition of any action,
 * a code in an answer or a log, an email to an address that changed in the last 72 hours.
 */
import type { Core } from '@strapi/strapi';

import type { IdentityCheck, IdentityCheckSent } from '../../../../../shared/contracts/types';
import {
  causeOf,
  type Database,
  mayHaveLeft,
  type MfaConfig,
  MfaError,
  type Ports,
  toIso,
  type Trx,
  within,
} from '../../../platform';
import type { Mailer } from '../../../delivery';
import { addressSettled } from '../../../policy';
import { createOnceOnly } from '../../../notices';
import type { Person } from '../../../audit';
import { type Actor, type ActorDeps, isPerson, reach, targetOf } from '../actors';
import { writeVerification } from './letter';
import type { CheckRows } from './rows';

export { createCheckRows, type CheckRows } from './rows';

export interface VerificationDeps extends ActorDeps {
  strapi: Core.Strapi;
  config: MfaConfig;
  identityChecks: CheckRows;
  database: Database;
  keys: { readonly refusal: string | null };
  mailer: Mailer;
  ports: Ports;
}

const PATIENCE_MS = 10_000;
const REFUSED_AGAIN_MS = 60_000;
const VERIFICATION = { for: 'verification' };

const unavailable = (reason: string, message: string): MfaError =>
  new MfaError('MFA_METHOD_UNAVAILABLE', { reason }, { message });

/** What an event says about the caller. Empty if nobody was verified. */
export const callerVerified = async (
  checks: CheckRows,
  actor: Actor,
  userId: number,
  trx: Trx
): Promise<{ callerVerifiedAt?: string }> => {
  const at = isPerson(actor) ? await checks.verifiedAt({ actorId: actor.id, userId }, trx) : null;
  return at === null ? {} : { callerVerifiedAt: new Date(at).toISOString() };
};

export const createVerification = (deps: VerificationDeps) => {
  const { audit, identityChecks: checks, database, mailer, strapi } = deps;
  const marks = createOnceOnly(deps);

  const assertReachable = async (userId: number): Promise<void> => {
    if (!mailer.available()) throw unavailable('no_mail_provider', 'This server can’t send email.');
    if (deps.keys.refusal !== null) throw unavailable(deps.keys.refusal, 'This server can’t keep a code safely.');
    const user = await deps.verdicts.user(userId);
    if (!user) throw new MfaError('MFA_NOT_FOUND');
    const { facts } = await deps.verdicts.assess(user, { stage: 'sign_in', provider: 'local' });
    // Whoever changed it may be the one who is calling.
    if (!addressSettled(facts))
      throw unavailable('address_changed', 'This person’s email address changed in the last 72 hours.');
  };

  const refuse = async (actor: Person, target: Person, reason: string, attemptsRemaining: number): Promise<never> => {
    // Limited, because otherwise one administrator could fill the audit trail.
    const mark = `verification:${actor.id}:${target.id}:${reason}:${attemptsRemaining}`;
    if (await marks.claim(mark, REFUSED_AGAIN_MS))
      await audit.append({ type: 'user.verification_failed', outcome: 'failure', actor, target, reason });
    throw new MfaError('MFA_INVALID_CODE', { attemptsRemaining });
  };

  return {
    /**
     * Sends six digits to the address on file, in that person's language.
     * @throws MfaError as `reach`, MFA_METHOD_UNAVAILABLE, MFA_RESEND_TOO_EARLY, MFA_TOO_MANY_ATTEMPTS,
     *   MFA_DELIVERY_FAILED
     */
    async sendVerification(actor: Person, userId: number): Promise<IdentityCheckSent> {
      const user = await reach(deps, actor, userId, 'verification');
      const target = targetOf(user);
      await assertReachable(userId);
      const opened = await checks.open({ actorId: actor.id, userId });
      if (!opened.ok) throw new MfaError(opened.code, { retryAfterSeconds: opened.retryAfterSeconds });
      const { code, expiresAt, sentAt, uid } = opened;
      const letter = writeVerification(deps, { code, by: actor.email, at: sentAt, locale: user.preferedLanguage });
      try {
        await within(PATIENCE_MS, () => mailer.send(user.email, letter));
      } catch (error) {
        await checks.undo(uid, mayHaveLeft(error));
        strapi.log.error(`[mfa] The email "verification_code" could not be sent: ${causeOf(error)}`);
        const failed = { type: 'code.delivery_failed', outcome: 'failure', method: 'email' } as const;
        await audit.append({ ...failed, actor, target, details: VERIFICATION });
        throw new MfaError('MFA_DELIVERY_FAILED');
      }
      const details = { expiresAt: new Date(expiresAt).toISOString() };
      await audit.append({ type: 'user.verification_sent', outcome: 'success', actor, target, details });
      return { destination: user.email, ...details };
    },

    /** @throws MfaError as `reach`, MFA_INVALID_CODE for every cause */
    async verifyCaller(actor: Person, userId: number, typed: string): Promise<{ verifiedAt: string }> {
      const target = targetOf(await reach(deps, actor, userId, 'verification'));
      const judged = await checks.judge({ actorId: actor.id, userId }, typed);
      if (!judged.ok) return refuse(actor, target, judged.reason, judged.attemptsRemaining);
      const at = await database.transaction(async (trx) => {
        const used = await checks.use(judged.uid, trx);
        if (used === null) return null;
        await audit.append({ type: 'user.verified', outcome: 'success', actor, target, method: 'email' }, trx);
        return used;
      });
      if (at === null) return refuse(actor, target, 'replayed', 0);
      return { verifiedAt: new Date(at).toISOString() };
    },

    /** What `actorId` may go on with. Null if there's nothing. */
    async verification(actorId: number, userId: number): Promise<IdentityCheck | null> {
      const state = await checks.state({ actorId, userId });
      if (!state) return null;
      const iso = (at: number) => new Date(at).toISOString();
      return { sentAt: iso(state.sentAt), expiresAt: iso(state.expiresAt), verifiedAt: toIso(state.verifiedAt) };
    },

    sweepVerifications: () => checks.sweep(),
  };
};

export type Verification = ReturnType<typeof createVerification>;
