import { toMs } from '../../platform';

/**
 * What a person without an authenticator has proved besides the password: the mailbox, a pass from an administrator, or
 * that there was no administrator before. Stored with its transaction or family, and ends with it.
 */
export interface FirstFactor {
  proof: 'email' | 'pass' | 'first_administrator';
  /** UTC ms. */
  at: number;
}

const FIRST_FACTOR_PROOFS = ['email', 'pass', 'first_administrator'] as const;

/** From the columns `first_factor_proof` and `first_factor_at`. */
export const firstFactorIn = (row: Record<string, unknown>): FirstFactor | null => {
  const proof = FIRST_FACTOR_PROOFS.find((one) => one === row.first_factor_proof);
  const at = toMs(row.first_factor_at);
  return proof && at !== null ? { proof, at } : null;
};

export const firstFactorColumns = (given: FirstFactor | null) => ({
  first_factor_proof: given?.proof ?? null,
  first_factor_at: given?.at ?? null,
});
