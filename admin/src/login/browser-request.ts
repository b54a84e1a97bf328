/**
 * Requests a passkey from the browser without a library, to keep the login page small. The JSON forms are defined in
 * WebAuthn Level 3 §5.1. This code builds them itself, because some browsers and extensions don't support them.
 */
type Json = Record<string, unknown>;

const bytesOf = (text: string): ArrayBuffer => {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer;
};

const textOf = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

/** Reads the fields one by one, because an extension may return a plain object. The server verifies all of them. */
const answerOf = (credential: PublicKeyCredential): Json => {
  const { clientDataJSON, authenticatorData, signature, userHandle } =
    credential.response as AuthenticatorAssertionResponse;
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: textOf(clientDataJSON),
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
      ...(userHandle ? { userHandle: textOf(userHandle) } : {}),
    },
  };
};

export type Requested = { ok: true; response: Json } | { ok: false; thrown: string };

/** Settles with the browser, or when `signal` aborts. An extension may never settle, and may ignore the signal. */
export const requestPasskey = async (
  options: Json,
  mediation: CredentialMediationRequirement,
  signal: AbortSignal
): Promise<Requested> => {
  const publicKey = { ...options, challenge: bytesOf(String(options['challenge'])), allowCredentials: [] };
  const givenUp = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')), { once: true })
  );
  try {
    const asked = navigator.credentials.get({ publicKey, mediation, signal } as CredentialRequestOptions);
    const credential = await Promise.race([asked, givenUp]);
    if (signal.aborted) return { ok: false, thrown: 'AbortError' };
    return { ok: true, response: answerOf(credential as PublicKeyCredential) };
  } catch (error) {
    return { ok: false, thrown: error instanceof Error ? error.name : '' };
  }
};

const LONGEST_WAIT_MS = 500;

/** Never rejects. False if the browser doesn't support it, or doesn't answer in time. */
export const hasAutofill = (): Promise<boolean> =>
  Promise.race([
    Promise.resolve()
      .then(() => PublicKeyCredential.isConditionalMediationAvailable?.() ?? false)
      .catch(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), LONGEST_WAIT_MS)),
  ]);

/** Tells the password manager that this passkey is no longer valid, if the browser supports that. */
export const forget = (rpId: string | undefined, credentialId: unknown): void => {
  const manager = PublicKeyCredential as unknown as {
    signalUnknownCredential?(unknown: { rpId: string; credentialId: string }): Promise<void>;
  };
  if (rpId) void manager.signalUnknownCredential?.({ rpId, credentialId: String(credentialId) }).catch(() => undefined);
};
