import { cookiesOf, enrollTotp, sessionOf, startHost, type Host } from '../../support';

let host: Host;

beforeAll(async () => {
  host = await startHost({
    config: { plugins: { mfa: { config: { policy: { requirement: 'always_required', firstFactorProof: 'pass' } } } } },
  });
  // A host where no administrator has registered yet.
  await host.strapi.db.query('admin::user').deleteMany({});
});

afterAll(async () => {
  await host?.stop();
});

describe('the first administrator', () => {
  it('enrolls while registering, and is in when the codes are acknowledged [B23][C2][A47][B30]; nobody could give a pass, and none is asked [C52]', async () => {
    const response = await host.request.post('/admin/register-admin').send({
      email: 'first@example.com',
      firstname: 'Fiona',
      lastname: 'First',
      password: 'Password-of-the-first-1',
    });
    expect(response.status).toBe(403);
    expect(response.body.error.details).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', purpose: 'sign_in' });
    expect(cookiesOf(response)).toEqual([]);
    const { transaction } = response.body.error.details;
    const caller = {
      post: (path: string, body = {}) => host.request.post(path).set('Authorization', `MFA ${transaction}`).send(body),
    };
    await enrollTotp(host, caller);
    const done = await host.request.post('/mfa/transactions/complete').send({ transaction });
    expect((await sessionOf(host, done).get('/admin/users/me')).body.data.email).toBe('first@example.com');
    const rows = await host.container.database.table('auditEntries').where({ type: 'user.registered' });
    expect(JSON.parse(rows[0].details)).toMatchObject({ requirement: 'always_required', enrolled: false });
  });
});
