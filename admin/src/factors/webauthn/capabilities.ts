/** What this browser says it can do. Older ones say nothing, and some never answer: then everything stays offered. */
export interface Capabilities {
  /** A fingerprint reader, a face or a PIN of this device. */
  platform: boolean;
  /** A phone beside it. */
  hybrid: boolean;
  /** A passkey that the browser makes by itself after a login. */
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

/** Never rejects, and answers within a blink. */
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

/** Whether a passkey could be made on this device, as far as the browser says so itself: for offers nobody asked for. */
export const canKeepPasskeys = async (): Promise<boolean> => {
  const browser = (window.PublicKeyCredential ?? {}) as unknown as Asked;
  return (await within(quietly(() => browser.isUserVerifyingPlatformAuthenticatorAvailable?.()))) === true;
};
