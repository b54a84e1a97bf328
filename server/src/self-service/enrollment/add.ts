import { LIMITS } from '../../../../shared/contracts/constants';
import type { AuthenticatorType } from '../../../../shared/contracts/types';
import { type Accounts, type Database, MfaError, nameOrNothing, type Ports, type Trx } from '../../platform';
import type { Recorder } from '../../audit';
import type { Authenticators, Ceremonies, Factors, Limits, NewAuthenticator } from '../../factors';
import { createOnceOnly, type Notices } from '../../notices';
import type { Sessions, Trust } from '../../sessions';
import { provesSelfService, type TransactionStore } from '../../gate';
import { assertProved, type Enrolling, type Passes } from '../first-factor';
import { viewOf } from './view';

export interface EnrollmentDeps {
  accounts: Accounts;
  audit: Recorder;
  authenticators: Authenticators;
  ceremonies: Ceremonies;
  database: Database;
  factors: Factors;
  limits: Limits;
  notices: Notices;
  passes: Passes;
  ports: Ports;
  sessions: Sessions;
  store: TransactionStore;
  trust: Trust;
}

const FAILED_AGAIN_MS = 60_000;

/** People are told about these refusals, because another key may be accepted. */
const NOT_THIS_KEY: readonly string[] = ['key_not_allowed', 'not_attested', 'model_withdrawn'];

/** Control and bidirectional characters could make one name look like another. */
export const cleanName = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .trim()
    .slice(0, LIMITS.nameLength);

const freeName = (wanted: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const candidate = `${wanted} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
};

const refuse = async (
  deps: EnrollmentDeps,
  who: Enrolling,
  type: AuthenticatorType,
  reason: string
): Promise<never> => {
  const { user } = who.situation;
  const target = { id: user.id, email: user.email };
  // Limited, because otherwise one person could begin again and again and fill the audit trail.
  if (await createOnceOnly(deps).claim(`enrollment_failed:${user.id}:${type}:${reason}`, FAILED_AGAIN_MS))
    await deps.audit.append({ type: 'factor.enrollment_failed', outcome: 'failure', target, method: type, reason });
  if (NOT_THIS_KEY.includes(reason)) throw new MfaError('MFA_METHOD_NOT_ALLOWED', { reason });
  throw new MfaError(reason === 'already_registered' ? 'MFA_ALREADY_REGISTERED' : 'MFA_INVALID_CODE');
};

/** Ends what only a password had opened, once the first authenticator is added. True if a pass was left and ended. */
const settleFirst = async (
  deps: EnrollmentDeps,
  who: Enrolling,
  codes: Awaited<ReturnType<Factors['recovery']['prepare']>>,
  trx: Trx
): Promise<boolean> => {
  const userId = who.situation.user.id;
  await deps.factors.recovery.store(userId, codes, trx);
  await deps.accounts.change(userId, { firstBoundAt: deps.ports.clock.now(), mustEnrollSince: null }, trx);
  // A proof is valid for one authenticator. A pass that wasn't needed for it ends, too.
  if (who.family) await deps.sessions.families.proveFirst(who.family.familyId, null, trx);
  const passLeft = await deps.passes.end(userId, trx);
  await deps.sessions.endAll(userId, trx, { except: who.family?.familyId ?? who.transaction?.familyId ?? undefined });
  await deps.store.endAll(userId, trx, { except: who.transaction?.uid });
  return passLeft;
};

const bindProof = async (deps: EnrollmentDeps, who: Enrolling, draft: NewAuthenticator, trx: Trx): Promise<void> => {
  if (who.transaction) {
    const alive = await deps.store.enrolled(who.transaction.uid, draft.uid, trx);
    if (!alive) throw new MfaError('MFA_TRANSACTION_EXPIRED');
    return;
  }
  if (!who.family) throw new Error('an enrollment by nobody');
  const strong = provesSelfService(draft.type, who.situation, deps.factors);
  const proof = { method: draft.type, userVerified: draft.data.userVerified === true };
  await deps.sessions.families.prove(
    who.family.familyId,
    { ...proof, countsForSession: strong, countsForSelfService: strong },
    trx
  );
};

const isTaken = async ({ authenticators }: EnrollmentDeps, { credentialHash }: NewAuthenticator): Promise<boolean> =>
  credentialHash !== null && (await authenticators.isRegistered(credentialHash));

class LimitReached extends Error {}
class LostRace extends Error {}

export const addAuthenticator = async (
  deps: EnrollmentDeps,
  who: Enrolling,
  type: AuthenticatorType,
  input: Record<string, unknown>,
  wantedName?: string
): Promise<{ authenticator: ReturnType<typeof viewOf>; recoveryCodes?: string[] }> => {
  const { user } = who.situation;
  const factor = deps.factors.factor(type);
  if (!factor) throw new MfaError('MFA_METHOD_UNAVAILABLE');
  assertProved(who.situation);
  const mine = who.situation.authenticators.filter((one) => one.type === type);
  const finished = await factor.finishEnrollment(who.subject, mine, input);
  if (!finished.ok) return refuse(deps, who, type, finished.reason);
  if (!who.situation.allowed.counts(finished.draft)) return refuse(deps, who, type, 'key_not_allowed');

  await deps.accounts.open(user.id);
  // scrypt is slow on purpose, so it runs before the transaction begins, and only if this may be the first factor.
  const codes = who.situation.authenticators.length === 0 ? await deps.factors.recovery.prepare(user.id) : null;
  const now = deps.ports.clock.now();
  try {
    const { added, first } = await deps.database.transaction(async (trx) => {
      await deps.accounts.lock(user.id, trx);
      const present = await deps.authenticators.of(user.id, trx);
      const isFirst = present.length === 0;
      if (present.filter((one) => one.type === type).length >= factor.traits.limit) throw new LimitReached();
      // A first enrollment began with a password. If the person added another authenticator since, it has ended.
      if (isFirst !== (codes !== null)) throw new MfaError('MFA_TRANSACTION_EXPIRED');
      if (!(await finished.spend(trx))) throw new LostRace();
      const name = freeName(
        cleanName(wantedName ?? '') || cleanName(finished.draft.defaultName) || type,
        new Set(present.map((one) => one.name))
      );
      await deps.authenticators.add(user.id, finished.draft, name, now, trx);
      // Read inside the transaction: the codes are shown once, so nothing may fail between the commit and the answer.
      const row = await deps.authenticators.find(user.id, finished.draft.uid, trx);
      if (!row) throw new Error('an authenticator vanished while it was being added');
      const passLeft = isFirst && codes !== null && (await settleFirst(deps, who, codes, trx));
      await deps.trust.revoke(user.id, null, trx);
      await bindProof(deps, who, finished.draft, trx);
      const target = { id: user.id, email: user.email };
      // Whoever adds the first one has proved only a password, and may not be the person who gets the email.
      const told = isFirst ? nameOrNothing(name) : name;
      await deps.notices.tell('factor_added', user.id, { name: told, type }, trx);
      const details = { id: finished.draft.uid, name, first: isFirst };
      if (passLeft) {
        const event = { type: 'user.pass_ended', outcome: 'success', target, reason: 'not_needed' } as const;
        await deps.audit.append(event, trx);
      }
      if (isFirst) await deps.audit.append({ type: 'recovery_codes.generated', outcome: 'success', target }, trx);
      await deps.audit.append({ type: 'factor.added', outcome: 'success', target, method: type, details }, trx);
      return { added: row, first: isFirst };
    });
    const authenticator = viewOf(added, who.situation.allowed, deps.factors);
    return first && codes ? { authenticator, recoveryCodes: [...codes.codes] } : { authenticator };
  } catch (error) {
    if (error instanceof LimitReached) throw new MfaError('MFA_LIMIT_REACHED', { limit: factor.traits.limit });
    if (error instanceof MfaError) throw error;
    // Someone else registered this credential at the same moment. The unique index let one of the two through.
    if (await isTaken(deps, finished.draft)) return refuse(deps, who, type, 'already_registered');
    if (error instanceof LostRace) return refuse(deps, who, type, 'replayed');
    throw error;
  }
};
