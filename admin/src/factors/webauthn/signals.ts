/**
 * Tells the browser's password manager which passkeys still work for this account (WebAuthn Level 3, §5.1.10), if the
 * browser supports it. There's no answer, and a failure changes nothing.
 */
import type { Refusal } from '../factor-ui';

interface Signals {
  signalUnknownCredential?(options: { rpId: string; credentialId: string }): Promise<void>;
  signalAllAcceptedCredentials?(options: {
    rpId: string;
    userId: string;
    allAcceptedCredentialIds: string[];
  }): Promise<void>;
}

const signals = (): Signals =>
  typeof window.PublicKeyCredential === 'function' ? (window.PublicKeyCredential as Signals) : {};

const quietly = async (signal: Promise<void> | undefined): Promise<void> => {
  try {
    await signal;
  } catch {
    // An unknown relying party or a provider that refuses. The person doesn't need to know.
  }
};

/** A passkey was used that is no longer on the account. */
export const signalUnknownCredential = (rpId: string, credentialId: string): Promise<void> =>
  quietly(signals().signalUnknownCredential?.({ rpId, credentialId }));

/**
 * The server refused for good, so nothing was stored. Without an answer, nobody knows, and known passkeys must stay.
 */
const isFinal = ({ status, code }: Refusal): boolean =>
  status >= 400 && status < 500 && status !== 401 && code !== 'MFA_ALREADY_REGISTERED';

/** Removes a passkey that the server refused from the password manager, which has already stored it. */
export const forgetRefused = (rpId: string | undefined, credentialId: string, refusal: Refusal): void => {
  if (rpId && isFinal(refusal)) void signalUnknownCredential(rpId, credentialId);
};

export interface AcceptedCredentials {
  rpId: string | null;
  userHandle: string | null;
  credentialIds: string[];
}

/** The complete list, on My Security and after a removal. */
export const signalAcceptedCredentials = async (accepted: AcceptedCredentials): Promise<void> => {
  const { rpId, userHandle, credentialIds } = accepted;
  if (rpId === null || userHandle === null) return;
  await quietly(
    signals().signalAllAcceptedCredentials?.({ rpId, userId: userHandle, allAcceptedCredentialIds: credentialIds })
  );
};
