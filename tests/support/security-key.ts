/** Software security keys and passkeys: real ceremonies and real signatures, without a browser. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import WebAuthnEmulator, { AuthenticatorEmulator, PasskeysCredentialsMemoryRepository } from 'nid-webauthn-emulator';

export interface SecurityKey {
  /** Answers `navigator.credentials.create` on a page of this origin. */
  create(options: PublicKeyCredentialCreationOptionsJSON, origin?: string): RegistrationResponseJSON;
  /** Answers `navigator.credentials.get` on a page of this origin. */
  get(options: PublicKeyCredentialRequestOptionsJSON, origin?: string): AuthenticationResponseJSON;
}

export interface SecurityKeyOptions {
  /** `platform` is a fingerprint reader or face recognition. `cross-platform` is a key on USB, NFC, or Bluetooth. */
  attachment?: 'platform' | 'cross-platform';
  /** False for keys without a PIN or fingerprint reader, such as U2F keys. */
  userVerified?: boolean;
  /** Zero for synced passkeys, which don't count. */
  counterStep?: number;
  aaguid?: Uint8Array<ArrayBuffer>;
  origin?: string;
}

type CreateOptions = Parameters<WebAuthnEmulator['createJSON']>[1];
type GetOptions = Parameters<WebAuthnEmulator['getJSON']>[1];

export const securityKey = (options: SecurityKeyOptions = {}): SecurityKey => {
  const home = options.origin ?? 'http://localhost:1337';
  const userVerified = options.userVerified ?? true;
  const interaction = () => ({ options: { uv: userVerified, up: true } });
  const emulator = new WebAuthnEmulator(
    new AuthenticatorEmulator({
      // By default, all keys of a process share one memory, so a second key would be the first one again.
      credentialsRepository: new PasskeysCredentialsMemoryRepository(),
      transports: options.attachment === 'platform' ? ['internal'] : ['usb', 'nfc', 'ble'],
      signCounterIncrement: options.counterStep ?? 1,
      verifications: { userPresent: true, userVerified },
      userMakeCredentialInteraction: interaction,
      userGetAssertionInteraction: interaction,
      ...(options.aaguid ? { aaguid: options.aaguid } : {}),
    })
  );
  return {
    create: (creation, origin = home) =>
      emulator.createJSON(origin, creation as CreateOptions) as unknown as RegistrationResponseJSON,
    get: (request, origin = home) =>
      emulator.getJSON(origin, request as GetOptions) as unknown as AuthenticationResponseJSON,
  };
};
