/**
 * Recovery codes: the way in when phone and key are both gone. A verifier and nothing else: they are no authenticator.
 * Promises: ten codes of 80 bits, each accepted once; one salted scrypt an attempt, off the main thread; a seal
 * binds each to its person and set where the host has a key, and they survive the loss of it. Never: a code kept in clear, a second showing.
 */
import type { Verifier } from '../factor';
import type { FactorDeps } from '../foundation';
import { createSlowHash, type SlowHash } from './codes';
import { createRecoveryCodes, type RecoveryCodes } from './sets';
import { createRecoveryVerifier } from './verifier';

export { formatCode, readCode, SALT_BYTES, type SlowHash } from './codes';
export type { PreparedCodes, RecoveryCodes, RecoveryStatus } from './sets';

export const createRecovery = (deps: FactorDeps): { codes: RecoveryCodes; verifier: Verifier; hash: SlowHash } => {
  const hash = createSlowHash();
  return { hash, codes: createRecoveryCodes(deps, hash), verifier: createRecoveryVerifier(deps, hash) };
};
