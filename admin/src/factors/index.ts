/**
 * The panel's side of each method: its challenge, enrollment, and list row. Screens get a method from the registry and
 * never name one. A method's screens call the server only through what they're given, and keep no secret longer than
 * they're on screen.
 */
export {
  isEnrollable,
  type Answer,
  type ChallengeProps,
  type Delivery,
  type EnrollableFactorUi,
  type Enrolled,
  type EnrollmentCalls,
  type EnrollProps,
  type FactorUi,
  type FirstFactorCalls,
  type Obstacle,
  type Proof,
  type Refusal,
  type TrialCalls,
} from './factor-ui';
export { FactorIcon } from './FactorIcon';
export { enrollableFactors, enrollableUi, factorUi, known } from './registry';
export {
  canKeepPasskeys,
  cancelCeremony,
  createPasskey,
  createPasskeyQuietly,
  readCapabilities,
  signalAcceptedCredentials,
} from './webauthn';
