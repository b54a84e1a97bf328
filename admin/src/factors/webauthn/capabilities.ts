/** What this browser says it supports. Older ones say nothing, and some never answer. Then everything stays offered. */
export interface Capabilities {
  /** A fingerprint reader, face recognition, or a PIN of this device. */
  platform: boolean;
  /** A phone nearby. */
  hybrid: boolean;
  /** A passkey that the browser creates automatically after a login. */
  conditionalCreate: boolean;
}

type Says = Partial<Record<string, boolean>>;

interface Asked {
  getClientCapabilities?(): Promise<Says>;
  isUserVerifyingPlatformAuthenticatorAvailable?(): Promise<boolean>;
}

const LONGEST_WAIT_MS = 300;

const within = <T>(answer: Promise<T> | undefined): Promise<T | null> =>
  Promise.race([
    Promise.resolve(answer).then(
      (value) => value ?? null,
      () => null
    ),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), LONGEST_WAIT_MS)),
  ]);

const quietly = <T>(ask: () => Promise<T> | undefined): Promise<T> | undefined => {
  try {
    return ask();
  } catch {
    return undefined;
  }
};

/** Never rejects, and resolves quickly. */
export const readCapabilities = async (): Promise<Capabilities> => {
  const browser = (window.PublicKeyCredential ?? {}) as unknown as Asked;
  const [says, platform] = await Promise.all([
    within(quietly(() => browser.getClientCapabilities?.())),
    within(quietly(() => browser.isUserVerifyingPlatformAuthenticatorAvailable?.())),
  ]);
  return {
    platform: (says?.userVerifyingPlatformAuthenticator ?? platform) !== false,
    hybrid: says?.hybridTransport !== false,
    conditionalCreate: says?.conditionalCreate === true,
  };
};

/** Whether a passkey can be created on this device, according to the browser. For unrequested offers. */
export const canKeepPasskeys = async (): Promise<boolean> => {
  const browser = (window.PublicKeyCredential ?? {}) as unknown as Asked;
  return (await within(quietly(() => browser.isUserVerifyingPlatformAuthenticatorAvailable?.()))) === true;
};
