/** Proves a credential: WebAuthn L3 §7.2, with the steps that the library leaves to us. */
import { isDeepStrictEqual } from 'node:util';

import { MfaError, type Trx, wonBy } from '../../platform';
import type { Authenticator, Judged, RefusalReason, Subject, Taken } from '../factor';
import type { FactorDeps } from '../factor-deps';
import { isSameOriginCeremony } from './client-data';
import { descriptorsOf, hintsFor } from './descriptors';
import { webauthnLibrary } from './library';
import { CEREMONY_LIFETIME_MS, CEREMONY_TIMEOUT_MS } from './registration';
import { relyingParty } from './relying-party';
import { authenticationMemorySchema, authenticationSchema, type AuthenticationAnswer, type Credential } from './schema';
import { integrityOf, macOf, readCredential, type Integrity } from './stored-credential';

const CEREMONY = 'webauthn-get';

interface Asserted {
  signCount: number;
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
}

/** L3 §6.1.1: if both are zero, the credential doesn't count. Otherwise the counter must have grown. */
const hasRegressed = (stored: number, asserted: number): boolean =>
  (stored !== 0 || asserted !== 0) && asserted <= stored;

export const createAuthentication = (deps: FactorDeps, isUsable: (authenticator: Authenticator) => boolean) => {
  const { accounts, ceremonies, config, database, keys, ports, strapi } = deps;
  const party = () => relyingParty(config, strapi.config.get('admin.absoluteUrl'));

  // Once per key and process, so that an operator who lost the encryption key gets one line per person who logs in.
  const reported = new Set<string>();
  const reportUnchecked = ({ uid, userId }: Authenticator): void => {
    if (keys.activeId === null || reported.has(uid)) return;
    reported.add(uid);
    strapi.log.warn(
      `[mfa] Security key ${uid} of user ${userId} was accepted without an integrity check ` +
        'because the encryption key that protected it is missing.'
    );
  };

  const options = async (subject: Subject, authenticators: readonly Authenticator[]) => {
    const rp = party();
    const usable = authenticators.filter((each) => each.userId === subject.userId && isUsable(each));
    // With an empty list, the browser would offer every passkey of the site.
    if (!rp.ok || usable.length === 0) throw new MfaError('MFA_METHOD_NOT_ALLOWED');
    const allowCredentials = descriptorsOf(usable);
    const { generateAuthenticationOptions } = await webauthnLibrary();
    const publicKey = await generateAuthenticationOptions({
      rpID: rp.id,
      allowCredentials,
      timeout: CEREMONY_TIMEOUT_MS,
      userVerification: 'preferred',
    });
    const credentialIds = allowCredentials.map(({ id }) => id);
    const memory = JSON.stringify({ challenge: publicKey.challenge, rpId: rp.id, credentialIds });
    await ceremonies.open(subject, CEREMONY, CEREMONY_LIFETIME_MS, () => memory);
    const hints = hintsFor(usable);
    return { publicKey: hints.length > 0 ? { ...publicKey, hints } : publicKey };
  };

  const verify = async (
    answer: AuthenticationAnswer,
    credential: Pick<Credential, 'credentialId' | 'publicKey' | 'rpId'>,
    challenge: string
  ) => {
    const rp = party();
    if (!rp.ok || rp.id !== credential.rpId) return null;
    const { clientDataJSON, authenticatorData, signature } = answer.response;
    const { verifyAuthenticationResponse } = await webauthnLibrary();
    try {
      const result = await verifyAuthenticationResponse({
        response: {
          id: answer.id,
          rawId: answer.rawId,
          type: answer.type,
          response: { clientDataJSON, authenticatorData, signature },
          clientExtensionResults: {},
        },
        expectedChallenge: challenge,
        expectedOrigin: [...rp.origins],
        expectedRPID: rp.id,
        requireUserVerification: false,
        // Zero, because the library compares counters before signatures, and a forged answer must not look like a
        // cloned key.
        credential: {
          id: credential.credentialId,
          publicKey: new Uint8Array(Buffer.from(credential.publicKey, 'base64url')),
          counter: 0,
        },
      });
      if (result.verified !== true) return null;
      const { newCounter, userVerified, credentialDeviceType, credentialBackedUp } = result.authenticationInfo;
      const backupEligible = credentialDeviceType === 'multiDevice';
      return { signCount: newCounter, userVerified, backupEligible, backedUp: credentialBackedUp };
    } catch {
      return null;
    }
  };

  /** A row that can't be checked keeps its MAC. A new one would confirm data that nobody checked. */
  const changed = (
    owner: Authenticator,
    { mac, ...credential }: Credential,
    seen: Asserted,
    integrity: Integrity
  ): Credential | null => {
    const { backedUp, backupEligible, userVerified } = seen;
    const next = { ...credential, backedUp, backupEligible, userVerified };
    if (isDeepStrictEqual(next, credential)) return null;
    return { ...next, mac: integrity === 'intact' ? macOf(keys, owner.userId, owner.uid, next) : mac };
  };

  const spend = async (owner: Authenticator, after: Credential | null, seen: Asserted, trx: Trx): Promise<boolean> => {
    const isNewer = database.often('authenticators', trx).where({ uid: owner.uid, user_id: owner.userId });
    if (seen.signCount === 0) isNewer.where('sign_count', 0);
    else isNewer.where('sign_count', '<', seen.signCount);
    const used = { sign_count: seen.signCount, last_used_at: ports.clock.now() };
    return wonBy(await isNewer.update({ ...used, ...(after ? { data: JSON.stringify(after) } : {}) }));
  };

  /** All checks of an answer, once its credential is known. */
  const judgeNamed = async (
    authenticator: Authenticator,
    answer: AuthenticationAnswer,
    challenge: string,
    known?: string | null
  ): Promise<Judged> => {
    const refuse = (reason: RefusalReason): Judged => ({ ok: false, reason, authenticator });
    const credential = readCredential(authenticator);
    if (!credential || credential.credentialId !== answer.id || answer.rawId !== answer.id)
      return refuse('unknown_credential');
    const handle = answer.response.userHandle;
    const ofPerson = async () => (await accounts.find(authenticator.userId))?.userHandle;
    const own = async () => credential.userHandle ?? (known === undefined ? await ofPerson() : known);
    if (handle && handle !== (await own())) return refuse('unknown_credential');
    const integrity = integrityOf(keys, authenticator, credential);
    if (integrity === 'broken') return refuse('unreadable');
    if (!isSameOriginCeremony(answer.response.clientDataJSON)) return refuse('cross_origin');

    const seen = await verify(answer, credential, challenge);
    if (!seen) return refuse('not_verified');
    // Password managers do start to sync credentials that were bound to one device. A synced one never becomes bound.
    if (credential.backupEligible && !seen.backupEligible) return refuse('backup_changed');
    if (hasRegressed(authenticator.signCount, seen.signCount)) return refuse('counter_regressed');
    if (integrity === 'unchecked') reportUnchecked(authenticator);
    const after = changed(authenticator, credential, seen, integrity);
    return {
      ok: true,
      authenticator,
      userVerified: seen.userVerified,
      ...(seen.backupEligible === credential.backupEligible ? {} : { becameSynced: true as const }),
      ...(after ? { after } : {}),
      spend: (trx) => spend(authenticator, after, seen, trx),
    };
  };

  const judgeAnswer = async (
    subject: Subject,
    authenticators: readonly Authenticator[],
    answer: AuthenticationAnswer,
    memory: { challenge: string; credentialIds: string[] }
  ): Promise<Judged> => {
    // The library doesn't compare the ID of the answer with the credential's, and doesn't check the user handle.
    const owned = authenticators.filter((each) => each.userId === subject.userId);
    const authenticator = owned.find((each) => readCredential(each)?.credentialId === answer.id);
    if (!authenticator || !memory.credentialIds.includes(answer.id)) return { ok: false, reason: 'unknown_credential' };
    return judgeNamed(authenticator, answer, memory.challenge, subject.userHandle);
  };

  /** Used up before the answer is judged, and committed before anything is answered (L3 §13.4.3). */
  const take = (subject: Subject, trx?: Trx): Promise<Taken> => ceremonies.take(subject, CEREMONY, trx);

  const judge = async (
    subject: Subject,
    authenticators: readonly Authenticator[],
    proof: unknown,
    taken?: Taken
  ): Promise<Judged> => {
    const parsed = authenticationSchema.safeParse(proof);
    const ceremony = taken === undefined ? await take(subject) : taken;
    if (!ceremony) return { ok: false, reason: 'no_ceremony' };
    if (!parsed.success) return { ok: false, reason: 'malformed' };
    const memory = authenticationMemorySchema.parse(JSON.parse(ceremony.memory));
    return judgeAnswer(subject, authenticators, parsed.data.response, memory);
  };

  return { options, take, judge, judgeNamed, verify };
};
