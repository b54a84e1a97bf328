/**
 * What a person without an authenticator proves besides the password before they set up their first one.
 * Promises: a pass or a code counts once, for the transaction or session family it was entered in, and ends with it; an
 * attempt is counted before it's judged; every wrong pass gets the same answer. Never: decides whether a proof is
 * required (policy does), stores a pass in clear text, reveals whether a pass exists.
 */
import { type Accounts, type Database, MfaError, type Ports, type Trx } from '../../platform';
import type { AuditEvent, Recorder } from '../../audit';
import { type Factors, type Limits, provesMailbox } from '../../factors';
import { limitRulesOf, tooMany, type TransactionStore } from '../../gate';
import { createOnceOnly } from '../../notices';
import type { FirstFactor as Given, Sessions } from '../../sessions';
import { type Situation, supportOf } from '../../policy';
import type { Enrolling } from './enrolling';
import type { Passes } from './passes';

export type { Enrolling } from './enrolling';
export { createPasses, LONGEST_PASS_HOURS, PASS_TRIES, type Passes } from './passes';

export interface FirstFactor {
  /** Sends the code to the account's address. @throws MfaError like every code that is sent */
  send(who: Enrolling): Promise<{ destination: string; resendAt: string; expiresAt: string }>;
  /** @throws MfaError MFA_INVALID_CODE, MFA_TOO_MANY_ATTEMPTS, MFA_PASS_REQUIRED if a pass is required instead */
  verify(who: Enrolling, code: string): Promise<void>;
  /** @throws MfaError MFA_INVALID_PASS */
  pass(who: Enrolling, typed: string): Promise<void>;
  /** Removes expired passes, and records it. */
  sweep(): Promise<void>;
}

export interface FirstFactorDeps {
  accounts: Accounts;
  audit: Recorder;
  database: Database;
  factors: Factors;
  limits: Limits;
  passes: Passes;
  ports: Ports;
  sessions: Sessions;
  store: TransactionStore;
}

const REFUSED_AGAIN_MS = 60_000;

/** Shares the attempt limit of other six-digit codes, such as those from authenticator apps. */
const COUNTER = 'guessable';

export const passRequired = ({ policy, verdict }: Situation): MfaError =>
  new MfaError('MFA_PASS_REQUIRED', { proof: verdict.owedFirst, ...supportOf(policy) });

/** @throws MfaError MFA_PASS_REQUIRED while a proof is missing */
export const assertProved = (situation: Situation): void => {
  if (situation.verdict.owedFirst !== null) throw passRequired(situation);
};

const targetOf = ({ user }: Situation): { id: number; email: string } => ({ id: user.id, email: user.email });

export const createFirstFactor = (deps: FirstFactorDeps): FirstFactor => {
  const { audit, database, factors, limits, passes, ports } = deps;
  const marks = createOnceOnly(deps);

  /** Stores the proof in the same transaction that uses up the code or pass. */
  const remember = async (who: Enrolling, proof: Given['proof'], trx: Trx): Promise<void> => {
    const given = { proof, at: ports.clock.now() };
    const alive = who.transaction
      ? await deps.store.proveFirst(who.transaction.uid, given, trx)
      : who.family !== null && (await deps.sessions.families.proveFirst(who.family.familyId, given, trx));
    if (!alive) throw new MfaError('MFA_TRANSACTION_EXPIRED');
  };

  /** Limited, because otherwise one person could fill the audit trail. */
  const recordRefused = async (event: Pick<AuditEvent, 'type' | 'reason'>, situation: Situation): Promise<void> => {
    const { id } = situation.user;
    if (!(await marks.claim(`${event.type}:${id}:${event.reason ?? ''}`, REFUSED_AGAIN_MS))) return;
    await audit.append({ ...event, outcome: 'failure', target: targetOf(situation) });
  };

  const mailbox = () => {
    const found = factors.verifiers().find(provesMailbox);
    if (!found) throw new MfaError('MFA_DELIVERY_FAILED');
    return found;
  };

  /** Which proof is missing. `settled` means that it was already given, and the earlier response may have been lost. */
  const owed = ({ situation }: Enrolling): 'settled' | 'email' | 'pass' => {
    if (situation.authenticators.length > 0) throw new MfaError('MFA_METHOD_NOT_ALLOWED');
    return situation.verdict.owedFirst ?? 'settled';
  };

  const refuseCode = async (situation: Situation, reason: string): Promise<never> => {
    await recordRefused({ type: 'first_factor.refused', reason }, situation);
    throw new MfaError('MFA_INVALID_CODE');
  };

  const refusePass = async (situation: Situation, reason: string): Promise<never> => {
    await recordRefused({ type: 'user.pass_refused', reason }, situation);
    throw new MfaError('MFA_INVALID_PASS');
  };

  return {
    async send(who) {
      const missing = owed(who);
      if (missing === 'settled') throw new MfaError('MFA_METHOD_NOT_ALLOWED');
      if (missing === 'pass') throw passRequired(who.situation);
      const { user } = who.situation;
      const state = await limits.state(user.id, COUNTER, limitRulesOf(who.situation, factors));
      if (!state.open) throw tooMany(deps, state.until);
      const { method, mailbox: sender } = mailbox();
      const sent = await sender.send(who.subject);
      const about = { target: targetOf(who.situation), method, details: { for: 'first_factor' } };
      if (!sent.ok) {
        if (sent.code === 'MFA_DELIVERY_FAILED')
          await audit.append({ type: 'code.delivery_failed', outcome: 'failure', reason: sent.code, ...about });
        throw new MfaError(sent.code, { retryAfterSeconds: sent.retryAfterSeconds ?? null });
      }
      await audit.append({ type: 'code.sent', outcome: 'success', ...about });
      const iso = (at: number) => new Date(at).toISOString();
      return { destination: sent.destination, resendAt: iso(sent.resendAt), expiresAt: iso(sent.expiresAt) };
    },

    async verify(who, code) {
      const missing = owed(who);
      if (missing === 'settled') return;
      if (missing === 'pass') throw passRequired(who.situation);
      const { situation } = who;
      const { user } = situation;
      const taken = await limits.begin(user.id, COUNTER, limitRulesOf(situation, factors));
      if (!taken.ok) throw tooMany(deps, taken.until);
      const { method, mailbox: sender } = mailbox();
      const judged = await sender.judge(who.subject, code);
      if (!judged.ok) return refuseCode(situation, judged.reason);
      const won = await database.transaction(async (trx) => {
        await deps.accounts.lock(user.id, trx);
        if (!(await judged.spend(trx))) return false;
        await remember(who, 'email', trx);
        await limits.succeeded(user.id, COUNTER, trx);
        await audit.append(
          { type: 'first_factor.proved', outcome: 'success', target: targetOf(situation), method },
          trx
        );
        return true;
      });
      if (!won) return refuseCode(situation, 'replayed');
    },

    async pass(who, typed) {
      if (owed(who) === 'settled') return;
      const { situation } = who;
      const target = targetOf(situation);
      const judged = await passes.judge(target.id, typed);
      if (!judged.ok) {
        if (judged.ended)
          await audit.append({ type: 'user.pass_ended', outcome: 'success', target, reason: 'tries_used_up' });
        return refusePass(situation, judged.reason);
      }
      const won = await database.transaction(async (trx) => {
        await deps.accounts.lock(target.id, trx);
        if (!(await passes.use(judged.uid, trx))) return false;
        await remember(who, 'pass', trx);
        await audit.append({ type: 'user.pass_used', outcome: 'success', target }, trx);
        return true;
      });
      if (!won) return refusePass(situation, 'replayed');
    },

    async sweep() {
      for (const userId of await passes.takeExpired()) {
        const row = await database.core('admin::user').where({ id: userId }).first('email');
        const target = { id: userId, email: String(row?.email ?? '') };
        const actor = { kind: 'system' as const };
        await audit.append({ type: 'user.pass_ended', outcome: 'success', actor, target, reason: 'expired' });
      }
    },
  };
};
