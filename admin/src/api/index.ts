/**
 * The panel's side of the HTTP contract for logged-in people: one RTK Query hook per route, typed by shared/contracts.
 * The gate holds and answers requests that need a recent proof, so only final results arrive here. Never keeps a secret
 * or a recovery code in the store.
 */
export * from './activity';
export * from './me';
export * from './people';
export * from './policy';
export { mfaApi } from './base';
export {
  acknowledgeRecoveryCodes,
  endOtherSessions,
  givePass,
  makeRecoveryCodes,
  proveRecently,
  readMe,
  sessionEnrollment,
  sessionFirstFactor,
  sessionTrial,
  type GivenPass,
} from './enrollment';
export { answerOf, isLost, readRefusal } from './refusal';
export { readAccess, readPerson, readPersonSessions, sendVerification, verifyCaller } from './verification';
export { readExport, type Progress } from './export';
