/** A passkey as a complete login: L3 §7.2 with an empty `allowCredentials`, where the answer identifies the person. */
import { sha256Hex } from '../../platform';
import type { Authenticator, Judged, LogsInWithoutPassword } from '../factor';
import type { FactorDeps } from '../factor-deps';
import type { createAuthentication } from './authentication';
import { CEREMONY_TIMEOUT_MS } from './registration';
import { relyingParty } from './relying-party';
import { readCredential } from './stored-credential';
import { authenticationSchema, authenticationShape, type AuthenticationAnswer } from './schema';

/** A dummy credential. Unknown credentials are checked against it, so that their refusal costs the same time. */
const NOBODY =
  'pQECAyYgASFYILGCbRNMiJdrn8vvfR76PVI0HjISf_dZwtHIF4mADmhbIlgghN6hzjs31gClpRakeUfdKepj6pj1JQO_B9mpGf8CkDY';

export const createPasswordless = (
  { accounts, authenticators, config, strapi }: FactorDeps,
  authentication: ReturnType<typeof createAuthentication>
): LogsInWithoutPassword => {
  const party = () => relyingParty(config, strapi.config.get('admin.absoluteUrl'));
  const answerIn = (proof: Record<string, unknown>): AuthenticationAnswer => authenticationSchema.parse(proof).response;

  const judgeAs = async (owner: Authenticator, answer: AuthenticationAnswer, challenge: string): Promise<Judged> => {
    const judged = await authentication.judgeNamed(owner, answer, challenge);
    if (!judged.ok) return judged;
    // Without a handle, the key doesn't identify its owner. Elsewhere, the password does (L3 §7.2 step 6).
    const handle = answer.response.userHandle;
    const own = readCredential(owner)?.userHandle ?? (await accounts.find(owner.userId))?.userHandle;
    const named = handle && handle === own;
    return named && judged.userVerified ? judged : { ok: false, reason: 'not_verified', authenticator: owner };
  };

  return {
    aloneShape: authenticationShape,

    aloneOptions(challenge) {
      const rp = party();
      if (!rp.ok) return null;
      const publicKey = {
        challenge,
        rpId: rp.id,
        allowCredentials: [],
        userVerification: 'required',
        timeout: CEREMONY_TIMEOUT_MS,
      };
      return { rpId: rp.id, publicKey };
    },

    answersUnnamed: (authenticator) => readCredential(authenticator)?.discoverable !== false,

    async named(proof) {
      return authenticators.byCredential(sha256Hex(Buffer.from(answerIn(proof).id, 'base64url')));
    },

    async judgeAlone(owner, proof, { challenge, rpId }) {
      const answer = answerIn(proof);
      if (owner) return judgeAs(owner, answer, challenge);
      await authentication.verify(answer, { credentialId: answer.id, publicKey: NOBODY, rpId }, challenge);
      return { ok: false, reason: 'unknown_credential' };
    },
  };
};
