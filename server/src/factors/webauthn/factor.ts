import { LIMITS } from '../../../../shared/contracts/constants';
import type {
  Authenticator,
  ChecksIntegrity,
  DescribesKeys,
  Factor,
  LoadsLater,
  LogsInAlone,
  MarksRows,
  OffersOptions,
  Rekeys,
  SignalsCredentials,
  Usability,
} from '../factor';
import type { FactorDeps } from '../foundation';
import { createAlone } from './alone';
import { createAuthentication } from './authentication';
import { webauthnLibrary } from './library';
import { providerOf } from './names';
import { createRegistration } from './registration';
import { relyingParty } from './relying-party';
import { authenticationShape, registrationBeginShape, registrationShape } from './schema';
import { integrityOf, isBoundByActiveKey, macOf, readCredential } from './stored';

const TYPE = 'webauthn' as const;

export const createWebauthn = (
  deps: FactorDeps
): Factor &
  OffersOptions &
  LogsInAlone &
  ChecksIntegrity &
  LoadsLater &
  Rekeys &
  MarksRows &
  SignalsCredentials &
  DescribesKeys => {
  const { accounts, config, keys, strapi } = deps;
  const party = () => relyingParty(config, strapi.config.get('admin.absoluteUrl'));
  const keysOf = (authenticators: readonly Authenticator[]) => authenticators.filter((each) => each.type === TYPE);

  const integrity = (authenticator: Authenticator) => {
    const credential = readCredential(authenticator);
    return credential ? integrityOf(keys, authenticator, credential) : ('broken' as const);
  };

  const usability = (authenticator: Authenticator): Usability => {
    const rp = party();
    const credential = readCredential(authenticator);
    if (!credential || integrityOf(keys, authenticator, credential) === 'broken') return 'unreadable';
    if (!rp.ok) return 'unavailable';
    return credential.rpId === rp.id ? 'usable' : 'other_address';
  };

  const registration = createRegistration(deps);
  const authentication = createAuthentication(deps, (authenticator) => usability(authenticator) === 'usable');

  return {
    ...createAlone(deps, authentication),
    method: TYPE,
    traits: {
      strength: 40,
      label: 'phishing-resistant',
      counter: null,
      limit: LIMITS.webauthnAuthenticators,
      stepUpBesideStronger: true,
      needsSending: false,
    },
    proofShape: authenticationShape,
    beginShape: registrationBeginShape,
    finishShape: registrationShape,

    availability() {
      const rp = party();
      return rp.ok ? { ok: true } : { ok: false, reason: rp.reason };
    },
    usability,
    load: webauthnLibrary,
    integrity,
    mark() {
      const rp = party();
      return rp.ok ? `"rpId":${JSON.stringify(rp.id)}` : null;
    },

    take: authentication.take,
    judge: (subject, authenticators, proof, taken) =>
      authentication.judge(subject, keysOf(authenticators), proof, taken),
    challengeOptions: (subject, authenticators) => authentication.options(subject, keysOf(authenticators)),
    beginEnrollment: (subject, authenticators, input) => registration.begin(subject, keysOf(authenticators), input),
    finishEnrollment: (subject, authenticators, input) => registration.finish(subject, keysOf(authenticators), input),

    keyFacts(authenticator) {
      const credential = readCredential(authenticator);
      if (!credential) return null;
      return {
        aaguid: credential.aaguid.toLowerCase(),
        synced: credential.backupEligible,
        attested: false,
        verifiesUser: credential.userVerified ?? null,
      };
    },

    view(authenticator) {
      const credential = readCredential(authenticator);
      if (!credential) return {};
      const provider = providerOf(credential.aaguid);
      return {
        provider: provider?.name ?? null,
        icon: provider?.icon ?? null,
        synced: credential.backupEligible,
        discoverable: credential.discoverable ?? null,
        transports: credential.transports,
      };
    },

    rekey(authenticator) {
      const credential = readCredential(authenticator);
      if (!credential || keys.activeId === null || isBoundByActiveKey(keys, credential)) return null;
      if (integrityOf(keys, authenticator, credential) === 'broken') return null;
      const { userId, uid } = authenticator;
      return { data: { ...credential, mac: macOf(keys, userId, uid, credential) } };
    },

    async signals(userId, authenticators) {
      const rp = party();
      const account = await accounts.find(userId);
      const credentials = keysOf(authenticators).map(readCredential);
      return {
        rpId: rp.ok ? rp.id : null,
        userHandle: account?.userHandle ?? null,
        credentialIds: credentials.flatMap((each) => (each && rp.ok && each.rpId === rp.id ? [each.credentialId] : [])),
      };
    },
  };
};
