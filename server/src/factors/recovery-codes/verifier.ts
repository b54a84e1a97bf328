import { LIMITS } from '../../../../shared/contracts/constants';
import { rowIntegrity, wonBy, type Trx } from '../../platform';
import type { Verifier } from '../factor';
import type { FactorDeps } from '../factor-deps';
import { readRecoveryCode, SEALED, type SlowHash } from './codes';
import { codeShape } from './schema';

interface StoredCode {
  user_id: number;
  set_id: string;
  hash: string;
}

export const createRecoveryVerifier = (
  { accounts, database, keys, ports, strapi }: FactorDeps,
  hash: SlowHash
): Verifier => {
  // The condition names the set and the person, so a set that was replaced meanwhile has no matching rows.
  const use = async (code: StoredCode, trx: Trx): Promise<boolean> =>
    wonBy(
      await database
        .table('recoveryCodes', trx)
        .where({ ...code })
        .whereNull('used_at')
        .update({ used_at: ports.clock.now() })
    );

  return {
    method: 'recovery_code',
    traits: {
      strength: 0,
      label: 'backup',
      counter: 'recovery',
      limit: LIMITS.recoveryCodes,
      stepUpBesideStronger: false,
      needsSending: false,
    },
    proofShape: codeShape,

    /** One scrypt per attempt, however many codes there are, and a lookup by the digest. */
    async judge(subject, _authenticators, proof) {
      const symbols = readRecoveryCode(proof.code);
      if (symbols === null) return { ok: false, reason: 'malformed' };
      const account = await accounts.find(subject.userId);
      if (!account?.recoverySetId || !account.recoverySalt) return { ok: false, reason: 'wrong_code' };

      const code = {
        user_id: subject.userId,
        set_id: account.recoverySetId,
        hash: await hash(symbols, account.recoverySalt, subject.userId),
      };
      const row = await database.table('recoveryCodes').where(code).first('used_at', 'seal');
      if (!row) return { ok: false, reason: 'wrong_code' };
      const covered = [code.user_id, code.set_id, account.recoverySalt, code.hash];
      const integrity = rowIntegrity(keys, SEALED, covered, (row.seal ?? null) as string | null);
      // Someone with write access to the database moved it here from another person's set, or changed it.
      if (integrity === 'broken') return { ok: false, reason: 'wrong_code' };
      if (integrity === 'unchecked' && keys.activeId !== null) {
        strapi.log.warn(
          `[mfa] a recovery code of user ${code.user_id} was accepted without its integrity check: the encryption key it was sealed with is missing.`
        );
      }
      if (row.used_at !== null) return { ok: false, reason: 'replayed' };
      return { ok: true, authenticator: null, userVerified: false, spend: (trx) => use(code, trx) };
    },
  };
};
