/** Security keys and passkeys in software: real ceremonies, real signatures, no browser. */
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
  /** `platform` is a fingerprint reader or a face, `cross-platform` a key on a cable or on the air. */
  attachment?: 'platform' | 'cross-platform';
  /** False for keys without a PIN or finger, e.g. from the days of U2F. */
  userVerified?: boolean;
  /** Zero for synced passkeys, which do not count. */
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
      // Its default is one memory for all keys of the process: a second key would be the first one again.
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
