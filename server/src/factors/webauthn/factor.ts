import { LIMITS } from '../../../../shared/contracts/constants';
import type {
  Authenticator,
  ChecksIntegrity,
  Factor,
  LoadsLater,
  LogsInWithoutPassword,
  MarksRows,
  OffersOptions,
  Rekeys,
  SignalsCredentials,
  Usability,
} from '../factor';
import type { FactorDeps } from '../factor-deps';
import type { BoundToPlace, ChecksModels, DescribesKeys, KeepsHandle } from '../security-key-facts';
import { createPasswordless } from './passwordless';
import { createAuthentication } from './authentication';
import { webauthnLibrary } from './library';
import { createModels } from './metadata';
import { providerOf } from './names';
import { createRegistration } from './registration';
import { relyingParty, servesAt } from './relying-party';
import { authenticationShape, registrationBeginShape, registrationShape, type Credential } from './schema';
import { integrityOf, isBoundByActiveKey, macOf, readCredential } from './stored-credential';

const TYPE = 'webauthn' as const;

export const createWebauthn = (
  deps: FactorDeps
): Factor &
  OffersOptions &
  LogsInWithoutPassword &
  ChecksIntegrity &
  LoadsLater &
  Rekeys &
  MarksRows &
  SignalsCredentials &
  ChecksModels &
  KeepsHandle &
  BoundToPlace &
  DescribesKeys => {
  const { accounts, config, keys, strapi } = deps;
  const party = () => relyingParty(config, strapi.config.get('admin.absoluteUrl'));
  const keysOf = (authenticators: readonly Authenticator[]) => authenticators.filter((each) => each.type === TYPE);

  const integrity = (authenticator: Authenticator) => {
    const credential = readCredential(authenticator);
    return credential ? integrityOf(keys, authenticator, credential) : ('broken' as const);
  };

  const usability = (authenticator: Authenticator, rp = party()): Usability => {
    const credential = readCredential(authenticator);
    if (!credential || integrityOf(keys, authenticator, credential) === 'broken') return 'unreadable';
    if (!rp.ok) return 'unavailable';
    return credential.rpId === rp.id ? 'usable' : 'other_address';
  };

  const models = createModels(deps);
  const modelOf = ({ aaguid, attestationKey }: Credential) => models.find({ aaguid, attestationKey });
  const registration = createRegistration(deps, models);
  const authentication = createAuthentication(deps, (authenticator) => usability(authenticator) === 'usable');

  return {
    ...createPasswordless(deps, authentication),
    method: TYPE,
    traits: {
      strength: 40,
      label: 'phishing-resistant',
      counter: null,
      limit: LIMITS.webauthnAuthenticators,
      stepUpBesideStronger: true,
      needsSending: false,
      judgedAtOnce: true,
    },
    proofShape: authenticationShape,
    beginShape: registrationBeginShape,
    finishShape: registrationShape,

    availability() {
      const rp = party();
      return rp.ok ? { ok: true } : { ok: false, reason: rp.reason };
    },
    usability: (authenticator) => usability(authenticator),
    usabilityAt(authenticator, address) {
      const rp = relyingParty(config, address);
      const there = usability(authenticator, rp);
      return there === 'usable' && !servesAt(rp, new URL(address).origin) ? 'other_address' : there;
    },
    async load() {
      await webauthnLibrary();
      await models.refresh();
    },
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
        attested: credential.attested === true,
        withdrawn: (modelOf(credential)?.withdrawn ?? null) !== null,
        verifiesUser: credential.userVerified ?? null,
      };
    },
    keyMarks: {
      readable: '"aaguid":',
      synced: '"backupEligible":true',
      attested: '"attested":true',
      neverVerified: '"userVerified":false',
      hidden: '"discoverable":false',
      model: (aaguid) => `"aaguid":${JSON.stringify(aaguid.toLowerCase())}`,
      withdrawn() {
        const { aaguids, attestationKeys } = models.withdrawn();
        const named = attestationKeys.map((key) => `"attestationKey":${JSON.stringify(key)}`);
        return [...aaguids.map((aaguid) => `"aaguid":${JSON.stringify(aaguid)}`), ...named];
      },
    },

    models: models.standing,
    refreshModels: models.refresh,
    withdrawal(authenticator) {
      const credential = readCredential(authenticator);
      const model = credential && modelOf(credential);
      if (!model || model.withdrawn === null) return null;
      return { status: model.withdrawn, model: model.name || credential.aaguid };
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
        attested: credential.attested === true,
        withdrawn: modelOf(credential)?.withdrawn ?? null,
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

    withHandle(authenticator, handle) {
      const credential = readCredential(authenticator);
      return credential && credential.userHandle === undefined ? { ...authenticator.data, userHandle: handle } : null;
    },

    async signals(userId, authenticators) {
      // A copy of the site would send signals about the original site's people and passkeys.
      if (!(await deps.home.isHome())) return { rpId: null, userHandle: null, credentialIds: [] };
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
