/**
 * How people prove it's them. One interface (`factor.ts`), one folder per method, one registry.
 * Promises: methods are listed strongest first; one conditional write uses up whatever may be used once. Never: HTTP,
 * limits, audit, or sessions; a method that depends on another.
 */
import type { AuthenticatorType, Method } from '../../../shared/contracts/types';
import { type Authenticator, isFactor, loadsLater, logsInWithoutPassword, type Factor, type Verifier } from './factor';
import type { FactorDeps } from './factor-deps';
import { checksModels, describesKeys, type KeyFacts } from './security-key-facts';
import { createRecovery, type RecoveryCodes, type SlowHash } from './recovery-codes';
import { REGISTRY } from './registry';

export * from './capabilities';
export * from './factor';
export * from './security-key-facts';
export * from './limits';
export {
  AUTHENTICATOR_COLUMNS,
  authenticatorFromRow,
  createAuthenticators,
  type Authenticators,
} from './authenticators';
export { createCeremonies, type Ceremonies, type Ceremony } from './ceremonies';
export type { FactorDeps } from './factor-deps';
export { numbered } from './naming';
export { CODE_MAILS, VERIFICATION_MAIL } from './email';
export { codeDigest, compareCode, newCode, readSixDigits, sweepSends } from './delivered-code';
export { serviceName } from './service-name';
export { OBSTACLE_WORDS, obstacleOf, availabilitiesOf, type MethodAvailability } from './availability';
export { relatedOrigins, relyingParty, type RelyingParty, type UnavailableReason } from './webauthn';
export { formatCode, readCode, SALT_BYTES, type SlowHash } from './recovery-codes';
export type { PreparedCodes, RecoveryCodes, RecoveryStatus } from './recovery-codes';

export interface Factors {
  /** All methods, strongest first, and recovery codes last. */
  verifiers(): readonly Verifier[];
  /** Methods that can be enrolled. */
  factors(): readonly Factor[];
  factor(type: AuthenticatorType): Factor | null;
  verifier(method: Method): Verifier | null;
  /** The facts that the policy may judge. Undefined if it isn't a key. */
  keyFacts(authenticator: Pick<Authenticator, 'type' | 'data'>): KeyFacts | undefined;
  /** Whether it could be a login by itself, whatever the policy says. */
  isFoundAlone(authenticator: Pick<Authenticator, 'type' | 'data'>): boolean;
  readonly recovery: RecoveryCodes;
  /** The slow hash for codes that people write down. Shared, so that only a few run at a time. */
  readonly slowHash: SlowHash;
  /** Loads what the first proof would otherwise wait for. */
  load(): Promise<void>;
  /** Refreshes the metadata about authenticator models if it's due. */
  refresh(): Promise<void>;
  /** Methods whose authenticators can't prove their model here right now. */
  unattestable(): AuthenticatorType[];
}

export const createFactors = (deps: FactorDeps): Factors => {
  const recovery = createRecovery(deps);
  const registry = new Map<Method, Verifier>();
  let ordered: readonly Verifier[] = [];

  const add = (verifier: Verifier): void => {
    if (registry.has(verifier.method)) throw new Error(`the method "${verifier.method}" is registered already`);
    registry.set(verifier.method, verifier);
    ordered = [...registry.values()].sort((left, right) => right.traits.strength - left.traits.strength);
  };
  for (const create of REGISTRY) add(create(deps));
  add(recovery.verifier);

  const verifier = (method: Method): Verifier | null => registry.get(method) ?? null;

  return {
    verifiers: () => ordered,
    factors: () => ordered.filter(isFactor),
    verifier,
    factor: (type) => {
      const found = verifier(type);
      return found && isFactor(found) ? found : null;
    },
    keyFacts(authenticator) {
      const found = verifier(authenticator.type);
      return (found && describesKeys(found) && found.keyFacts(authenticator)) || undefined;
    },
    isFoundAlone(authenticator) {
      const found = verifier(authenticator.type);
      return found !== null && logsInWithoutPassword(found) && found.answersUnnamed(authenticator);
    },
    recovery: recovery.codes,
    slowHash: recovery.hash,
    async load() {
      for (const one of ordered.filter(loadsLater)) await one.load();
    },
    async refresh() {
      for (const one of ordered.filter(checksModels)) await one.refreshModels();
    },
    unattestable: () =>
      ordered.filter(checksModels).flatMap((one) => (one.models().state === 'current' ? [] : [one.method])),
  };
};
