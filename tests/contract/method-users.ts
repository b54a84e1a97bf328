/** How the tests enroll and use each method. The contract tests fail for a method that isn't listed here. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';

import { offersOptions, sendsCodes, type Subject } from '../../server/src/factors';
import type { AuthenticatorType, Method } from '../../shared/contracts';
import { MINUTE, SECOND, securityKey, totpCode, type Host, type SecurityKey } from '../support';
import { authenticatorsOf, begin, finish, store, verifierOf } from './factor-calls';

type Body = Record<string, unknown>;

/** What a person has after enrolling. */
export interface Held {
  /** A valid proof, new on every call. May advance the clock. */
  prove(host: Host): Promise<Body>;
  /** Values known to this person alone. They must never be stored in plain text or shown again. */
  secrets: string[];
}

/** An enrollment that has begun and can be finished. */
export interface Pending {
  answer(): Promise<Body>;
}

export interface Hand {
  enroll(host: Host, subject: Subject): Promise<Held>;
  /** Begins an enrollment. Null for a method that isn't an authenticator. */
  begin: ((host: Host, subject: Subject) => Promise<Pending>) | null;
  /** Whether a person may have more than one. */
  many: boolean;
  /** How long a proof stays valid. Null if it doesn't expire. */
  proofLifetimeMs: number | null;
  malformed: unknown[];
}

const texts = [undefined, null, 5, true, '', 'x'.repeat(5000), ['123456'], { $ne: '' }, '\u0000', '💥'];
const codes = texts.map((code) => ({ code }));

const enrollBy =
  (
    type: AuthenticatorType,
    holding: (host: Host, subject: Subject, offer: Body) => { answer: () => Promise<Body> | Body; held: Held }
  ) =>
  async (host: Host, subject: Subject): Promise<Held> => {
    const { answer, held } = holding(host, subject, await begin(host, type, subject));
    const stored = await store(host, subject, await finish(host, type, subject, await answer()));
    if (!stored) throw new Error(`${type} was not stored`);
    return held;
  };

const STEP_MS = 30 * SECOND;

const phone = (host: Host, _subject: Subject, offer: Body) => {
  const secret = String(offer.secret);
  let spent = 0;
  /** A code from a step that wasn't used before. Advances the clock if necessary. */
  const fresh = (at: Host): Body => {
    const step = () => Math.floor(at.clock.now() / STEP_MS);
    if (step() <= spent) at.clock.advance((spent + 1 - step()) * STEP_MS);
    spent = step();
    return { code: totpCode(secret, at.clock.now()) };
  };
  return { answer: () => fresh(host), held: { secrets: [secret], prove: async (at: Host) => fresh(at) } };
};

const keyProof = async (host: Host, subject: Subject, key: SecurityKey): Promise<Body> => {
  const webauthn = verifierOf(host, 'webauthn');
  if (!offersOptions(webauthn)) throw new Error('webauthn offers no options');
  const { publicKey } = await webauthn.challengeOptions(subject, await authenticatorsOf(host, subject));
  return { response: key.get(publicKey as PublicKeyCredentialRequestOptionsJSON) };
};

const keyring = (host: Host, subject: Subject, offer: Body) => {
  const key = securityKey({ origin: host.origin });
  return {
    answer: () => ({ response: key.create(offer.publicKey as PublicKeyCredentialCreationOptionsJSON) }),
    held: { secrets: [], prove: (at: Host) => keyProof(at, subject, key) },
  };
};

const paper = async (host: Host, subject: Subject): Promise<Held> => {
  const { database, factors } = host.container;
  const prepared = await factors.recovery.prepare();
  await database.transaction((trx) => factors.recovery.store(subject.userId, prepared, trx));
  const left = [...prepared.codes];
  return {
    secrets: [...prepared.codes, ...prepared.codes.map((code) => code.replaceAll('-', ''))],
    async prove() {
      const code = left.shift();
      if (!code) throw new Error('no recovery code left');
      return { code };
    },
  };
};

/** How to read a code from an email or a text message. */
interface Letterbox {
  address(subject: Subject): string;
  input(subject: Subject): Body;
  last(host: Host, address: string): string;
}

const PAUSE_MS = 61 * SECOND;

const codeIn = (text: string | undefined): string => {
  const code = /\b(\d{6})\b/.exec(text ?? '')?.[1];
  if (!code) throw new Error('No code in this message.');
  return code;
};

const MAILBOX: Letterbox = {
  address: ({ email }) => email,
  input: () => ({}),
  last: (host, address) => codeIn(host.mail.to(address).at(-1)?.text),
};

const numberOf = ({ userId }: Subject): string => `+4915112${String(345_000 + userId).padStart(6, '0')}`;

const MOBILE: Letterbox = {
  address: numberOf,
  input: (subject) => ({ phoneNumber: numberOf(subject) }),
  last: (host, address) => codeIn(host.sms.to(address).at(-1)?.text),
};

const deliveredBy = (type: 'email' | 'sms', box: Letterbox): Hand => {
  const start = async (host: Host, subject: Subject): Promise<Pending> => {
    host.clock.advance(PAUSE_MS);
    await begin(host, type, subject, box.input(subject));
    return { answer: async () => ({ code: box.last(host, box.address(subject)) }) };
  };
  const prove = async (host: Host, subject: Subject): Promise<Body> => {
    host.clock.advance(PAUSE_MS);
    const factor = verifierOf(host, type);
    if (!sendsCodes(factor)) throw new Error(`${type} sends nothing`);
    const sent = await factor.send(subject, await authenticatorsOf(host, subject));
    if (!sent.ok) throw new Error(`${type} was not sent: ${sent.code}`);
    return { code: box.last(host, box.address(subject)) };
  };
  return {
    async enroll(host, subject) {
      const pending = await start(host, subject);
      const stored = await store(host, subject, await finish(host, type, subject, await pending.answer()));
      if (!stored) throw new Error(`${type} was not stored`);
      return { secrets: [box.address(subject)], prove: (at) => prove(at, subject) };
    },
    begin: start,
    many: false,
    proofLifetimeMs: 5 * MINUTE,
    malformed: codes,
  };
};

export const HANDS: Record<Method, Hand> = {
  email: deliveredBy('email', MAILBOX),
  sms: deliveredBy('sms', MOBILE),
  totp: {
    enroll: enrollBy('totp', phone),
    async begin(host, subject) {
      const { answer } = phone(host, subject, await begin(host, 'totp', subject));
      return { answer: async () => answer() };
    },
    many: true,
    proofLifetimeMs: MINUTE,
    malformed: codes,
  },
  webauthn: {
    enroll: enrollBy('webauthn', keyring),
    async begin(host, subject) {
      const { answer } = keyring(host, subject, await begin(host, 'webauthn', subject));
      return { answer: async () => answer() };
    },
    many: true,
    proofLifetimeMs: 6 * MINUTE,
    malformed: [
      {},
      ...texts.map((response) => ({ response })),
      { response: { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} } },
      {
        response: {
          id: 'A'.repeat(22),
          rawId: 'A'.repeat(22),
          type: 'public-key',
          response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
        },
      },
    ],
  },
  recovery_code: { enroll: paper, begin: null, many: false, proofLifetimeMs: null, malformed: codes },
};
