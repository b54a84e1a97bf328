/** A test to copy: one host, one person, one question, and one answer. CONTRIBUTING.md links to it. */
import { personWithTotp, postLogin, startHost, verify, wrongTotpCode, type Host } from '../../support';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

describe('your first test over HTTP', () => {
  it('asks for the code after the password, refuses a wrong one, and takes the right one [A34] [A37]', async () => {
    const { person, app } = await personWithTotp(host);

    const asked = await postLogin(host, person);
    expect(asked.status).toBe(403);
    const { code, methods, transaction } = asked.body.error.details;
    expect({ code, methods }).toEqual({ code: 'MFA_REQUIRED', methods: ['totp', 'recovery_code'] });

    const refused = await verify(host, transaction, {
      method: 'totp',
      code: wrongTotpCode(app.secret, host.clock.now()),
    });
    expect(refused.body.error.details).toMatchObject({ code: 'MFA_INVALID_CODE', attemptsRemaining: 4 });

    const answered = await verify(host, transaction, { method: 'totp', code: app.code() });
    expect(answered.status).toBe(200);
    expect(answered.body.data.user.email).toBe(person.email);
  });
});
