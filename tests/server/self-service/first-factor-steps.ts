/** Every place where people can set up a first method. Each is entered with only what that place requires. */
import {
  callerOf,
  cookieOf,
  createPerson,
  expectOk,
  forcePolicy,
  logIn,
  logInToEnroll,
  personWithTotp,
  postLogin,
  sessionWith,
  transactionOf,
  type Caller,
  type Host,
  type Person,
} from '../../support';

export interface Entered {
  person: Person;
  caller: Caller;
  /** The token of the question, if there's one. */
  transaction?: string;
}

export interface EntryPoint {
  name: string;
  /** Entered through a link, by email or from an administrator. */
  byLink: boolean;
  enter(host: Host): Promise<Entered>;
}

const REASON = { reason: 'Lost the phone, checked on the phone' };
let count = 0;

const forced = (host: Host) => forcePolicy(host, { requirement: 'required_on_first_login', gracePeriodDays: 0 });
const optional = (host: Host) => forcePolicy(host, { requirement: 'optional' });

const atDoor = (host: Host, person: Person, response: Parameters<typeof transactionOf>[0]): Entered => {
  const transaction = transactionOf(response);
  return { person, transaction, caller: callerOf(host, transaction) };
};

export const atLogin = async (host: Host, given?: Person): Promise<Entered> => {
  await forced(host);
  const person = given ?? (await createPerson(host));
  return atDoor(host, person, await postLogin(host, person));
};

export const inMySecurity = async (host: Host): Promise<Entered> => {
  await optional(host);
  const person = await createPerson(host);
  return { person, caller: await logInToEnroll(host, person) };
};

const invited = async (host: Host): Promise<Entered> => {
  await forced(host);
  const person = await createPerson(host, { isActive: false, password: null });
  count += 1;
  const registrationToken = `invitation-${count}-${'a'.repeat(20)}`;
  await host.strapi.db.query('admin::user').update({ where: { id: person.id }, data: { registrationToken } });
  const userInfo = { firstname: 'Ina', lastname: 'Invited', password: person.password };
  return atDoor(host, person, await host.request.post('/admin/register').send({ registrationToken, userInfo }));
};

const byResetLink = async (host: Host): Promise<Entered> => {
  await forced(host);
  const person = await createPerson(host);
  count += 1;
  const resetPasswordToken = `reset-${count}-${'b'.repeat(20)}`;
  await host.strapi.db.query('admin::user').update({
    where: { id: person.id },
    data: { resetPasswordToken, resetPasswordTokenExpiresAt: new Date(Date.now() + 3_600_000) },
  });
  const body = { resetPasswordToken, password: person.password };
  return atDoor(host, person, await host.request.post('/admin/reset-password').send(body));
};

/** A session from before the policy was tightened. The question appears above its page. */
const inPlace = async (host: Host): Promise<Entered> => {
  await optional(host);
  const person = await createPerson(host);
  const session = await logIn(host, person);
  await forced(host);
  const opened = expectOk(await session.post('/mfa/transactions', { password: person.password }), 'open');
  const { transaction } = opened.body.data;
  return { person, transaction, caller: callerOf(host, transaction) };
};

/** The grace period hasn't ended, so the session is open. People set up a method on their own page. */
const inGrace = async (host: Host): Promise<Entered> => {
  await forcePolicy(host, { requirement: 'required_on_first_login', gracePeriodDays: 7 });
  const person = await createPerson(host);
  const caller = await logInToEnroll(host, person);
  return { person, caller };
};

/** The identity provider let the person in, so nobody entered a password. */
const bySingleSignOn = async (host: Host): Promise<Entered> => {
  await forcePolicy(host, { requirement: 'required_on_first_login', sso: 'require' });
  const person = await createPerson(host, { password: null });
  const entered = await host.request.get(`/admin/connect/okta?email=${encodeURIComponent(person.email)}`);
  const session = sessionWith(host, cookieOf(entered, 'jwtToken')?.split('=')[1] ?? '');
  const opened = expectOk(await session.post('/mfa/transactions', {}), 'open');
  const { transaction } = opened.body.data;
  return { person, transaction, caller: callerOf(host, transaction) };
};

const afterReset = async (host: Host): Promise<Entered> => {
  // How the earlier method was set up isn't part of these tests.
  await forcePolicy(host, { requirement: 'optional', firstFactorProof: 'password' });
  const { person } = await personWithTotp(host);
  await host.container.people.reset({ kind: 'system' }, person.id, REASON);
  return atDoor(host, person, await postLogin(host, person));
};

export const ENTRY_POINTS: readonly EntryPoint[] = [
  { name: 'forced at a login', byLink: false, enter: (host) => atLogin(host) },
  { name: 'by choice in My Security', byLink: false, enter: inMySecurity },
  { name: 'in My Security, while there is time', byLink: false, enter: inGrace },
  { name: 'in place, over a page', byLink: false, enter: inPlace },
  { name: 'after a reset', byLink: false, enter: afterReset },
  { name: 'after single sign-on', byLink: false, enter: bySingleSignOn },
  { name: 'after an invitation', byLink: true, enter: invited },
  { name: 'after a link to set the password', byLink: true, enter: byResetLink },
];
