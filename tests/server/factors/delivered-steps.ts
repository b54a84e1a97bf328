/** Uses codes by email and text message as a person does: over HTTP, with the codes from the mailbox or the phone. */
import {
  askToSignIn,
  createPerson,
  expectOk,
  logInToEnroll,
  MINUTE,
  SECOND,
  sessionOf,
  verify,
  type Caller,
  type Host,
  type HostConfig,
  type Person,
  type PersonOptions,
} from '../../support';

export type Delivered = 'email' | 'sms';

export const PAUSE = MINUTE + SECOND;

/** The policy doesn't allow email and text messages by default. */
export const allowing = (allowedMethods: string[], mfa: Record<string, unknown> = {}): HostConfig => ({
  plugins: { mfa: { config: { policy: { allowedMethods }, ...mfa } } },
});

export const ALL = ['webauthn', 'totp', 'email', 'sms'];

export const codeIn = (text: string): string => {
  const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];
  if (!code) throw new Error(`No code in this message: ${text}`);
  return code;
};

/** A number that only this person has. */
export const numberOf = (person: Pick<Person, 'id'>): string =>
  `+4915112${String(345_000 + person.id).padStart(6, '0')}`;

/** How an email shows a code. Security emails may arrive after it. */
const CODE_LINE = /^ {4}\d{6}$/m;

const codeMails = (host: Host, to: string) => host.mail.to(to).filter(({ text }) => CODE_LINE.test(text));

export const lastCode = (host: Host, method: Delivered, to: string): string => {
  const text = method === 'email' ? codeMails(host, to).at(-1)?.text : host.sms.to(to).at(-1)?.text;
  if (text === undefined) throw new Error(`Nothing came to ${to}.`);
  return codeIn(text);
};

/** The number of codes sent to this address or number. */
export const codesTo = (host: Host, method: Delivered, to: string): number =>
  method === 'email' ? codeMails(host, to).length : host.sms.to(to).length;

export const addressOf = (method: Delivered, person: Person): string =>
  method === 'email' ? person.email : numberOf(person);

export const enroll = async (host: Host, caller: Caller, method: Delivered, person: Person) => {
  const input = method === 'email' ? {} : { phoneNumber: numberOf(person) };
  expectOk(await caller.post(`/mfa/me/${method}/begin`, input), `begin ${method}`);
  const code = lastCode(host, method, addressOf(method, person));
  const done = expectOk(await caller.post(`/mfa/me/${method}/finish`, { code }), `finish ${method}`);
  const { recoveryCodes } = done.body.data;
  if (recoveryCodes)
    expectOk(await caller.post('/mfa/me/recovery-codes/acknowledge', { code: recoveryCodes[0] }), 'acknowledge');
  return done.body.data as { authenticator: Record<string, unknown>; recoveryCodes?: string[] };
};

/** A new person with only this method. The clock moves forward, so that the next code can be sent immediately. */
export const personWith = async (host: Host, method: Delivered, options: PersonOptions = {}) => {
  const person = await createPerson(host, options);
  const session = await logInToEnroll(host, person);
  const enrolled = await enroll(host, session, method, person);
  host.clock.advance(PAUSE);
  return { person, session, to: addressOf(method, person), ...enrolled };
};

export const send = (host: Host, method: Delivered, transaction: string) =>
  host.request.post(`/mfa/transactions/${method}/send`).send({ transaction });

export const signIn = async (host: Host, method: Delivered, person: Person) => {
  const { transaction } = await askToSignIn(host, person);
  expectOk(await send(host, method, transaction), `send by ${method}`);
  const code = lastCode(host, method, addressOf(method, person));
  return sessionOf(host, await verify(host, transaction, { method, code }));
};
