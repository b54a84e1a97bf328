/** Registers a credential: WebAuthn L3 §7.1, with the steps that the library leaves to us. */
import type { RegistrationResponseJSON } from '@simplewebauthn/server';

import { sha256Hex } from '../../platform';
import type { Authenticator, Begun, Finished, NewAuthenticator, RefusalReason, Subject } from '../factor';
import type { FactorDeps } from '../factor-deps';
import { numbered } from '../naming';
import { assessAttestation, type Attested } from './attestation';
import { expectedFormats, isExpectedFormat } from './attestation-format';
import { isSameOriginCeremony } from './client-data';
import { webauthnLibrary } from './library';
import { descriptorsOf } from './descriptors';
import type { Models } from './metadata';
import { suggestName } from './names';
import { relyingParty } from './relying-party';
import {
  registrationBeginSchema,
  registrationMemorySchema,
  registrationSchema,
  TRANSPORTS,
  type Hint,
  type RegistrationAnswer,
  type RegistrationMemory,
} from './schema';
import { macOf } from './stored-credential';
import { withinKey } from './name-length';

const CEREMONY = 'webauthn-create';
/** L3 §15.1 recommends five to ten minutes. The server waits a little longer than the browser. */
export const CEREMONY_TIMEOUT_MS = 300_000;
export const CEREMONY_LIFETIME_MS = CEREMONY_TIMEOUT_MS + 30_000;
/** COSE's numbers. Every supported Node must be able to verify each of them. None supports post-quantum ones yet. */
export const ALGORITHMS = { eddsa: -8, es256: -7, rs256: -257 } as const;
const MIN_ID_BYTES = 16;
const MAX_ID_BYTES = 1023;
const MAX_TRANSPORTS = 8;

const algorithms = (): number[] => Object.values(ALGORITHMS);

const knownTransports = (claimed: readonly string[] = []) =>
  TRANSPORTS.filter((transport) => claimed.includes(transport)).slice(0, MAX_TRANSPORTS);

/** Browsers without hints (L3 §5.8.7) support the attachment. */
const ATTACHMENTS: Record<Hint, 'platform' | 'cross-platform'> = {
  'client-device': 'platform',
  'security-key': 'cross-platform',
  hybrid: 'cross-platform',
};

/**
 * A second factor needs no slot on a security key. Keys have 8 to 25 slots, and a full key refuses even a *preferred*
 * one. If a passkey alone is a login, it has to be discoverable.
 */
const residentKeyFor = (hint: Hint | undefined, passwordless: boolean): 'required' | 'preferred' | 'discouraged' => {
  if (passwordless) return 'required';
  return hint === 'security-key' ? 'discouraged' : 'preferred';
};

const selectionFor = (hint: Hint | undefined, passwordless: boolean) => ({
  residentKey: residentKeyFor(hint, passwordless),
  userVerification: 'preferred' as const,
  ...(hint ? { authenticatorAttachment: ATTACHMENTS[hint] } : {}),
});

/** `credProps.rk`. Null if the browser didn't report it. */
const discoverableOf = ({ clientExtensionResults }: RegistrationAnswer): boolean | null => {
  const props: unknown = clientExtensionResults?.credProps;
  const rk: unknown = typeof props === 'object' && props !== null && 'rk' in props ? props.rk : null;
  return typeof rk === 'boolean' ? rk : null;
};

export const createRegistration = (deps: FactorDeps, models: Models) => {
  const { accounts, authenticators: registry, ceremonies, config, keys, ports, strapi } = deps;
  const party = () => relyingParty(config, strapi.config.get('admin.absoluteUrl'));

  const begin = async (subject: Subject, existing: readonly Authenticator[], input: unknown): Promise<Begun> => {
    const { hint, discoverable, conditional } = registrationBeginSchema.parse(input);
    const rp = party();
    if (!rp.ok) return { ok: false, code: 'MFA_METHOD_UNAVAILABLE', details: { reason: rp.reason } };
    const attested = subject.attested === true;
    if (attested && models.standing().state !== 'current') {
      return { ok: false, code: 'MFA_METHOD_UNAVAILABLE', details: { reason: 'no_metadata' } };
    }
    const { userHandle } = await accounts.open(subject.userId);
    const { generateRegistrationOptions } = await webauthnLibrary();
    // New objects each time, because the library changes `authenticatorSelection` in place.
    const publicKey = await generateRegistrationOptions({
      rpName: rp.name,
      rpID: rp.id,
      userName: withinKey(subject.email),
      userDisplayName: withinKey(subject.name) || withinKey(subject.email),
      userID: new Uint8Array(Buffer.from(userHandle, 'base64url')),
      timeout: CEREMONY_TIMEOUT_MS,
      attestationType: attested ? 'direct' : 'none',
      excludeCredentials: descriptorsOf(existing),
      authenticatorSelection: selectionFor(hint, subject.passwordless === true && discoverable !== false),
      supportedAlgorithmIDs: algorithms(),
    });
    const memory = JSON.stringify({
      challenge: publicKey.challenge,
      rpId: rp.id,
      ...(conditional ? { conditional } : {}),
      ...(attested ? { attested } : {}),
    });
    await ceremonies.open(subject, CEREMONY, CEREMONY_LIFETIME_MS, () => memory);
    return { ok: true, offer: { publicKey: hint ? { ...publicKey, hints: [hint] } : publicKey } };
  };

  const verify = async (answer: RegistrationAnswer, { challenge, rpId, conditional }: RegistrationMemory) => {
    const rp = party();
    if (!rp.ok || rp.id !== rpId) return null;
    const { verifyRegistrationResponse } = await webauthnLibrary();
    try {
      const result = await verifyRegistrationResponse({
        response: {
          ...answer,
          authenticatorAttachment: undefined,
          clientExtensionResults: {},
        } as RegistrationResponseJSON,
        expectedChallenge: challenge,
        expectedOrigin: [...rp.origins],
        expectedRPID: rp.id,
        requireUserVerification: false,
        // Automatic creation needs no user presence. Only a ceremony that began this way may skip it.
        requireUserPresence: conditional !== true,
        supportedAlgorithmIDs: algorithms(),
      });
      return result.verified === true ? result.registrationInfo : null;
    } catch {
      // Its messages quote challenges and origins, so only the failure counts.
      return null;
    }
  };

  /**
   * Without attestation, a claimed AAGUID is enough to refuse a withdrawn model, because nobody would claim one to get
   * in.
   */
  const assess = async (
    { response }: RegistrationAnswer,
    { attested }: RegistrationMemory,
    aaguid: string
  ): Promise<Attested> => {
    if (attested) return assessAttestation(models, response.attestationObject, aaguid);
    return models.find({ aaguid })?.withdrawn ? { ok: false, reason: 'model_withdrawn' } : { ok: true };
  };

  const finish = async (subject: Subject, existing: readonly Authenticator[], input: unknown): Promise<Finished> => {
    const refuse = (reason: RefusalReason): Finished => ({ ok: false, reason });
    const parsed = registrationSchema.safeParse(input);
    const ceremony = await ceremonies.find(subject, CEREMONY);
    if (!ceremony) return refuse('no_ceremony');
    // Used up before anything is judged, so that one challenge is one attempt, even in a race.
    if (!(await ceremonies.consume(ceremony))) return refuse('no_ceremony');
    if (!parsed.success) return refuse('malformed');

    const answer = parsed.data.response;
    if (!isSameOriginCeremony(answer.response.clientDataJSON)) return refuse('cross_origin');
    const memory = registrationMemorySchema.parse(JSON.parse(ceremony.memory));
    const asked = memory.attested ? 'direct' : 'none';
    if (!(await isExpectedFormat(answer.response.attestationObject, expectedFormats(asked)))) {
      return refuse(memory.attested ? 'not_attested' : 'not_verified');
    }
    const verified = await verify(answer, memory);
    if (!verified) return refuse('not_verified');
    const trust = await assess(answer, memory, verified.aaguid);
    if (!trust.ok) return refuse(trust.reason);

    const { id, publicKey, counter } = verified.credential;
    const rawId = Buffer.from(id, 'base64url');
    if (answer.id !== id || answer.rawId !== id) return refuse('malformed');
    if (rawId.length < MIN_ID_BYTES || rawId.length > MAX_ID_BYTES) return refuse('malformed');
    const credentialHash = sha256Hex(rawId);
    if (await registry.isRegistered(credentialHash)) return refuse('already_registered');

    const uid = ports.random.uuid();
    const transports = knownTransports(answer.response.transports);
    const credential = {
      credentialId: id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      aaguid: verified.aaguid,
      transports,
      backupEligible: verified.credentialDeviceType === 'multiDevice',
      backedUp: verified.credentialBackedUp,
      rpId: memory.rpId,
      discoverable: discoverableOf(answer),
      userVerified: verified.userVerified,
      ...(memory.attested ? { attested: true as const } : {}),
      ...(trust.attestationKey === undefined ? {} : { attestationKey: trust.attestationKey }),
    };
    const draft: NewAuthenticator = {
      uid,
      type: 'webauthn',
      secret: null,
      credentialHash,
      data: { ...credential, mac: macOf(keys, subject.userId, uid, credential) },
      signCount: counter,
      lastStep: null,
      defaultName: numbered(suggestName(verified.aaguid, transports, parsed.data.suggestedName?.trim()), existing),
    };
    // If the same key is registered twice at the same time, the unique index decides.
    return { ok: true, draft, spend: async (trx) => !(await registry.isRegistered(credentialHash, trx)) };
  };

  return { begin, finish };
};
