/**
 * One request for a passkey to the browser, without a library: what the page carries before anything is pressed is small.
 * The JSON forms are WebAuthn Level 3 §5.1; a browser or extension without them gets the same by hand.
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

/** An answer by hand, since an extension may hand back a plain object. Nothing an answer says decides here. */
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

/** Settles when the browser does, or when `signal` ends it: an extension may never settle, nor hear the signal. */
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

/** Never rejects; a browser that does not know, or does not answer, cannot. */
export const hasAutofill = (): Promise<boolean> =>
  Promise.race([
    Promise.resolve()
      .then(() => PublicKeyCredential.isConditionalMediationAvailable?.() ?? false)
      .catch(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), LONGEST_WAIT_MS)),
  ]);

/** Tells the password manager that this passkey opens nothing any more, where the browser can be told. */
export const forget = (rpId: string | undefined, credentialId: unknown): void => {
  const manager = PublicKeyCredential as unknown as {
    signalUnknownCredential?(unknown: { rpId: string; credentialId: string }): Promise<void>;
  };
  if (rpId) void manager.signalUnknownCredential?.({ rpId, credentialId: String(credentialId) }).catch(() => undefined);
};
