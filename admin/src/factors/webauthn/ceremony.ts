/** The browser's own prompts. Answers are unions: what goes wrong here is ordinary and has words of its own. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';

import type { Obstacle } from '../factor-ui';

export type CeremonyFault = 'cancelled' | 'already' | 'needsPin' | 'wrongAddress' | 'failed';
export type Ceremony<T> = { ok: true; response: T } | { ok: false; fault: CeremonyFault };

/** What the person pressed, as WebAuthn Level 3 §5.8.7 names it. */
export type Hint = 'client-device' | 'security-key' | 'hybrid';

/** Browsers without hints understand the attachment. */
const ATTACHMENTS: Record<Hint, 'platform' | 'cross-platform'> = {
  'client-device': 'platform',
  'security-key': 'cross-platform',
  hybrid: 'cross-platform',
};

export const obstacle = (): Obstacle => {
  if (!window.isSecureContext) return 'insecure';
  return typeof window.PublicKeyCredential === 'function' ? null : 'noWebauthn';
};

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  return error.cause instanceof Error ? error.cause.name : error.name;
};

const FAULTS: Record<string, CeremonyFault> = {
  NotAllowedError: 'cancelled',
  AbortError: 'cancelled',
  InvalidStateError: 'already',
  ConstraintError: 'needsPin',
  SecurityError: 'wrongAddress',
};

const attempt = async <T>(ceremony: () => Promise<T>): Promise<Ceremony<T>> => {
  try {
    return { ok: true, response: await ceremony() };
  } catch (error) {
    return { ok: false, fault: FAULTS[nameOf(error)] ?? 'failed' };
  }
};

/** Whoever asks for a prompt says whether it is still wanted: the server may take its time before there is one. */
const unless = (cancelled: () => boolean): void => {
  if (cancelled()) throw new DOMException('Cancelled before the prompt opened.', 'AbortError');
};

export const register = (
  options: PublicKeyCredentialCreationOptionsJSON,
  hint: Hint,
  cancelled: () => boolean
): Promise<Ceremony<RegistrationResponseJSON>> =>
  attempt(async () => {
    const { startRegistration } = await import('@simplewebauthn/browser');
    unless(cancelled);
    const authenticatorSelection = { ...options.authenticatorSelection, authenticatorAttachment: ATTACHMENTS[hint] };
    return startRegistration({ optionsJSON: { ...options, hints: [hint], authenticatorSelection } });
  });

export const authenticate = (
  options: PublicKeyCredentialRequestOptionsJSON,
  cancelled: () => boolean
): Promise<Ceremony<AuthenticationResponseJSON>> =>
  attempt(async () => {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    unless(cancelled);
    return startAuthentication({ optionsJSON: options });
  });

/** Closes the browser's prompt, when one is open. */
export const cancelCeremony = async (): Promise<void> => {
  const { WebAuthnAbortService } = await import('@simplewebauthn/browser');
  WebAuthnAbortService.cancelCeremony();
};
