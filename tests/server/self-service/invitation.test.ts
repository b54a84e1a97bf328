/** The invitation to a first passkey, and whether a session may change its methods. */
import {
  createPerson,
  DAY,
  enrollTotp,
  forcePolicy,
  logIn,
  logInToEnroll,
  personWithTotp,
  signInWithTotp,
  startHost,
  type Host,
  type Session,
} from '../../support';

let host: Host;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host?.stop());

const isInvited = async (session: Session): Promise<boolean> =>
  (await session.get('/mfa/me').expect(200)).body.data.invited;

const preference = (session: Session, invitation: string) => session.put('/mfa/me/preferences', { invitation });

describe('an invitation to a first passkey [C65]', () => {
  it('is for people without a method, whom the policy leaves the choice', async () => {
    const person = await createPerson(host);
    expect(await isInvited(await logIn(host, person))).toBe(true);
    await forcePolicy(host, { passkeyUpgrade: 'off' });
    expect(await isInvited(await logIn(host, person))).toBe(false);
    await forcePolicy(host, { passkeyUpgrade: 'offer', allowedMethods: ['totp'] });
    expect(await isInvited(await logIn(host, person))).toBe(false);
    await forcePolicy(host, { allowedMethods: ['webauthn', 'totp'], enabled: false });
    expect(await isInvited(await logIn(host, person))).toBe(false);
    await forcePolicy(host, { enabled: true, requirement: 'required_on_first_login', gracePeriodDays: 10 });
    expect(await isInvited(await logIn(host, person))).toBe(false);
    await forcePolicy(host, { requirement: 'optional', gracePeriodDays: 0 });
    const session = await logInToEnroll(host, person);
    await enrollTotp(host, session);
    expect(await isInvited(session)).toBe(false);
  });

  it('comes once in 30 days in all browsers, and never again for whoever says so', async () => {
    const person = await createPerson(host);
    await preference(await logIn(host, person), 'later').expect(200);
    expect(await isInvited(await logIn(host, person))).toBe(false);
    host.clock.advance(30 * DAY - 60_000);
    expect(await isInvited(await logIn(host, person))).toBe(false);
    host.clock.advance(2 * 60_000);
    const later = await logIn(host, person);
    expect(await isInvited(later)).toBe(true);

    await preference(later, 'never').expect(200);
    host.clock.advance(400 * DAY);
    const session = await logIn(host, person);
    expect(await isInvited(session)).toBe(false);
    const events = (await session.get('/mfa/me/events').expect(200)).body.data;
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'preference.changed', details: expect.objectContaining({ invitation: 'never' }) })
    );
    await preference(session, 'sometimes').expect(400);
  });
});

describe('whether a session may change its methods [C19] [C65]', () => {
  it('is answered like the routes that change them, and changes nothing', async () => {
    const person = await createPerson(host);
    const bare = await logIn(host, person);
    const asked = await bare.post('/mfa/me/recent-proof');
    expect([asked.status, asked.body.error.details.code]).toEqual([403, 'MFA_PASSWORD_REQUIRED']);
    await bare.post('/mfa/me/password', { password: person.password }).expect(200);
    await bare.post('/mfa/me/recent-proof').expect(200);

    const { person: other, app } = await personWithTotp(host);
    const session = await signInWithTotp(host, other, app);
    await session.post('/mfa/me/recent-proof').expect(200);
    host.clock.advance(11 * 60_000);
    const stale = await session.post('/mfa/me/recent-proof');
    expect(stale.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', reason: 'sensitive_action' });
    await session.post('/mfa/me/recent-proof', { more: true }).expect(400);
  });
});
