/**
 * Recovery codes, for people who lost both phone and key. They're a verifier only, not an authenticator.
 * Promises: ten codes of 80 bits, each accepted once; one salted scrypt per attempt, off the main thread; a seal binds
 * each to its person and set if the server has a key, and they survive the loss of it. Never: a code stored in clear
 * text, a second showing.
 */
import type { Verifier } from '../factor';
import type { FactorDeps } from '../factor-deps';
import { createSlowHash, type SlowHash } from './codes';
import { createRecoveryCodes, type RecoveryCodes } from './sets';
import { createRecoveryVerifier } from './verifier';

export { formatCode, readCode, SALT_BYTES, type SlowHash } from './codes';
export type { PreparedCodes, RecoveryCodes, RecoveryStatus } from './sets';

export const createRecovery = (deps: FactorDeps): { codes: RecoveryCodes; verifier: Verifier; hash: SlowHash } => {
  const hash = createSlowHash();
  return { hash, codes: createRecoveryCodes(deps, hash), verifier: createRecoveryVerifier(deps, hash) };
};
