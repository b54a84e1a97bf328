/**
 * The methods as the panel shows them: how each is asked, set up and listed. Screens take a method from the registry and
 * ask it; they never name one. A method's screens call the server through what they are handed and keep no secret longer
 * than they are on screen.
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
