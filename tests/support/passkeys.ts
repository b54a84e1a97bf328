/** Passkeys that are a complete login: a software key whose every byte can be changed, and the three routes. */
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { Test } from 'supertest';

import { enrollKey, expectOk, logInToEnroll } from './enroll';
import type { Host, Reachable } from './host';
import { createPerson, type Person, type PersonOptions } from './people';
import { softKey, type Claims, type SoftKey } from './soft-key';
import type { Session } from './sessions';

export interface Passkey {
  key: SoftKey;
  /** The owner's handle, as the authenticator stores it. */
  userHandle: string;
}

export const newSoftKey = (host: Pick<Reachable, 'origin'>, idBytes?: number): SoftKey =>
  softKey({ origin: host.origin, rpId: 'localhost' }, idBytes);

/** Registers a passkey in a session that may enroll. */
export const enrollPasskey = async (
  host: Reachable,
  session: Pick<Session, 'post'>,
  claims: Partial<Claims> = {},
  key: SoftKey = newSoftKey(host)
): Promise<Passkey & { authenticator: { id: string }; recoveryCodes?: string[] }> => {
  let userHandle = '';
  const kept = {
    create: (options: Parameters<SoftKey['create']>[0]) => {
      userHandle = options.user.id;
      return key.create(options, claims);
    },
    get: key.get,
  };
  const { authenticator, recoveryCodes } = await enrollKey(host, session, kept as never);
  return { key, userHandle, authenticator, recoveryCodes };
};

/** A new person with a passkey. */
export const personWithPasskey = async (
  host: Host,
  options: PersonOptions = {},
  claims: Partial<Claims> = {}
): Promise<Passkey & { person: Person; session: Session; authenticator: { id: string } }> => {
  const person = await createPerson(host, options);
  const session = await logInToEnroll(host, person);
  return { person, session, ...(await enrollPasskey(host, session, claims)) };
};

export const askForPasskey = async (
  host: Reachable
): Promise<{ challenge: string; publicKey: PublicKeyCredentialRequestOptionsJSON }> =>
  expectOk(await host.request.post('/mfa/passkey/options').send({}), 'options for a passkey').body.data;

/** Answers a sealed challenge. `claims` changes the answer, and `more` is added to the body. */
export const answerWithPasskey = (
  host: Reachable,
  { challenge, publicKey }: { challenge: string; publicKey: PublicKeyCredentialRequestOptionsJSON },
  { key, userHandle }: Passkey,
  claims: Partial<Claims> = {},
  more: object = {}
): Test =>
  host.request
    .post('/mfa/passkey/verify')
    .send({ challenge, response: key.get(publicKey, { userHandle, ...claims }), ...more });

/** The complete login: options, gesture, and answer. */
export const passkeyLogIn = async (
  host: Reachable,
  passkey: Passkey,
  claims: Partial<Claims> = {},
  more: object = {}
) => answerWithPasskey(host, await askForPasskey(host), passkey, claims, more);
