/** The browser's own prompts. They return unions, because failures are ordinary here and have their own messages. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';

import type { Obstacle } from '../factor-ui';

/**
 * `late`: the press was too long ago for the browser to open a prompt, and the same options work for the next press.
 * `unfocused`: another window has the focus. Neither is the person's fault.
 */
export type CeremonyFault =
  'cancelled' | 'late' | 'unfocused' | 'already' | 'needsPin' | 'noPlace' | 'wrongAddress' | 'failed';
export type Ceremony<T> = { ok: true; response: T } | { ok: false; fault: CeremonyFault };

/** The person's choice, as WebAuthn Level 3 §5.8.7 names it. */
export type Hint = 'client-device' | 'security-key' | 'hybrid';

export const obstacle = (): Obstacle => {
  if (!window.isSecureContext) return 'insecure';
  return typeof window.PublicKeyCredential === 'function' ? null : 'noWebauthn';
};

/** The browser's error inside the library's. */
const thrownBy = (error: unknown): Error | null => {
  if (!(error instanceof Error)) return null;
  return error.cause instanceof Error ? error.cause : error;
};

const FAULTS: Record<string, CeremonyFault> = {
  NotAllowedError: 'cancelled',
  AbortError: 'cancelled',
  InvalidStateError: 'already',
  ConstraintError: 'needsPin',
  SecurityError: 'wrongAddress',
};

const faultOf = (error: unknown, hadFocus: boolean): CeremonyFault => {
  const thrown = thrownBy(error);
  if (!thrown) return 'failed';
  if (thrown.name === 'NotAllowedError' && (!hadFocus || /focus/i.test(thrown.message))) return 'unfocused';
  return FAULTS[thrown.name] ?? 'failed';
};

/** An extension may neither settle nor react to the signal, so canceling must not depend on it. */
const givenUp = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const giveUp = () => reject(new DOMException('Given up.', 'AbortError'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
  });

/** False if the browser would refuse a prompt because the press was too long ago. Unknown counts as in time. */
const inTime = (): boolean => navigator.userActivation?.isActive !== false;

const attempt = async <T>(ceremony: () => Promise<T>, signal: AbortSignal): Promise<Ceremony<T>> => {
  if (signal.aborted) return { ok: false, fault: 'cancelled' };
  if (!inTime()) return { ok: false, fault: 'late' };
  const hadFocus = document.hasFocus();
  try {
    return { ok: true, response: await Promise.race([ceremony(), givenUp(signal)]) };
  } catch (error) {
    return { ok: false, fault: faultOf(error, hadFocus) };
  }
};

const library = () => import('@simplewebauthn/browser');

/** Loads what a press will need, so that nothing delays the prompt. */
export const prepare = (): void => void library().catch(() => undefined);

export const register = async (
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
  signal: AbortSignal
): Promise<Ceremony<RegistrationResponseJSON>> => {
  const { startRegistration } = await library();
  return attempt(() => startRegistration({ optionsJSON }), signal);
};

/** Without a dialog, if the browser stores the password that was just used. Otherwise the browser refuses silently. */
export const registerQuietly = async (
  optionsJSON: PublicKeyCredentialCreationOptionsJSON
): Promise<RegistrationResponseJSON | null> => {
  const { startRegistration } = await library();
  return startRegistration({ optionsJSON, useAutoRegister: true }).catch(() => null);
};

export const authenticate = async (
  optionsJSON: PublicKeyCredentialRequestOptionsJSON,
  signal: AbortSignal
): Promise<Ceremony<AuthenticationResponseJSON>> => {
  const { startAuthentication } = await library();
  return attempt(() => startAuthentication({ optionsJSON }), signal);
};

/** Closes the browser's prompt if it's open. */
export const cancelCeremony = async (): Promise<void> => {
  const { WebAuthnAbortService } = await library();
  WebAuthnAbortService.cancelCeremony();
};
