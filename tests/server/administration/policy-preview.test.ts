/** The preview before saving: how many people are affected, who they are, and what to check first. */
import type { PolicyPreview } from '../../../shared/contracts';
import {
  createPerson,
  expectOk,
  personWithKey,
  personWithTotp,
  startHost,
  SUPER,
  type Host,
  type Person,
} from '../../support';
import { previewPolicy, provenSuperAdmin, readPolicy, setPolicy, type Administrator } from '../../support/policy';

const MANY = 10_000;

let host: Host;
let admin: Administrator;
let bare: Person;

beforeAll(async () => {
  host = await startHost({ env: { SMS_URL: '' } });
  admin = await provenSuperAdmin(host);
  await personWithTotp(host);
  await personWithKey(host);
  bare = await createPerson(host);
  await createPerson(host, { isActive: false });
});

afterAll(async () => {
  await host?.stop();
});

const preview = async (change: object): Promise<PolicyPreview> =>
  expectOk(await previewPolicy(admin.session, change), 'preview').body.data;

const codes = ({ warnings }: PolicyPreview): string[] => warnings.map((warning) => warning.code);

/** Exempts a person with a row, as the exemption route does. */
const exempt = async (userId: number, until: number) =>
  host.container.database.transaction((trx) =>
    host.container.accounts.change(
      userId,
      { exemptReason: 'on leave', exemptUntil: until, exemptBy: admin.person.id },
      trx
    )
  );

describe('counting everybody', () => {
  it('says who is satisfied and who must enroll, and names them [C15] [A41]', async () => {
    const optional = await preview({});
    expect(optional.users).toEqual({ total: 4, satisfied: 4, mustEnroll: 0, inGrace: 0, exempt: 0 });
    expect(optional.affected).toEqual([]);
    const always = await preview({ requirement: 'always_required' });
    expect(always.users).toEqual({ total: 4, satisfied: 3, mustEnroll: 1, inGrace: 0, exempt: 0 });
    expect(always.affected).toEqual([{ id: bare.id, email: bare.email, name: `${bare.firstname} ${bare.lastname}` }]);
  });

  it('says who would be in grace, from the day it would begin [C15] [C16]', async () => {
    const grace = await preview({ requirement: 'required_on_first_login', gracePeriodDays: 7 });
    expect(grace.users).toEqual({ total: 4, satisfied: 3, mustEnroll: 0, inGrace: 1, exempt: 0 });
  });

  it('says who is exempt, until the exemption ends [C14] [C15]', async () => {
    await exempt(bare.id, host.clock.now() + 1000);
    expect((await preview({ requirement: 'always_required' })).users).toMatchObject({ mustEnroll: 0, exempt: 1 });
    await exempt(bare.id, host.clock.now() - 1);
    expect((await preview({ requirement: 'always_required' })).users).toMatchObject({ mustEnroll: 1, exempt: 0 });
  });

  it('by role: only those whom the role binds [C14] [C15]', async () => {
    expect((await preview({ roles: { [SUPER]: 'always_required' } })).users.mustEnroll).toBe(0);
    expect((await preview({ roles: { 'strapi-editor': 'always_required' } })).users.mustEnroll).toBe(1);
  });

  it('counts people whose method is no longer allowed among those who must enroll [B16] [C15]', async () => {
    const without = await preview({
      requirement: 'always_required',
      allowedMethods: ['totp'],
      preferredMethod: 'totp',
    });
    expect(without.users).toMatchObject({ satisfied: 2, mustEnroll: 2 });
    expect(codes(without)).toContain('without_allowed_method');
  });

  it('agrees with what then happens at the login [B2] [C17]', async () => {
    const { users } = await preview({ requirement: 'required_on_first_login' });
    await setPolicy(admin.session, { requirement: 'required_on_first_login' });
    expect((await preview({})).users).toEqual(users);
    await setPolicy(admin.session, { requirement: 'optional' });
  });

  it('writes nothing [C15]', async () => {
    const before = await readPolicy(admin.session);
    await preview({ requirement: 'always_required', enabled: false });
    expect(await readPolicy(admin.session)).toEqual(before);
  });
});

describe('warnings', () => {
  it('none for a policy that is fine', async () => {
    expect(await preview({ requirement: 'always_required' })).toMatchObject({ warnings: [] });
  });

  it.each([
    ['no method is allowed', { allowedMethods: [] }, 'no_method'],
    ['text messages without a sender', { allowedMethods: ['totp', 'sms'], preferredMethod: 'totp' }, 'sms_unavailable'],
    ['a preferred method that is not allowed', { allowedMethods: ['totp'] }, 'preferred_not_allowed'],
    ['a policy that is switched off', { enabled: false }, 'policy_disabled'],
    [
      'trusted browsers under always',
      { requirement: 'always_required', trustedBrowserDays: 5 },
      'trusted_browsers_ignored',
    ],
  ])('%s [B45] [C15]', async (_what, change, code) => {
    const { warnings } = await preview(change);
    const found = warnings.find((warning) => warning.code === code);
    expect(found?.message.length).toBeGreaterThan(10);
  });

  it('say what saving would be refused for [C15]', async () => {
    const change = { requirement: 'always_required', allowedMethods: ['webauthn'] };
    expect(codes(await preview(change))).toEqual(expect.arrayContaining(['author', 'last_super_admin']));
  });
});

describe('many people', () => {
  it(`${MANY} administrators are counted within seconds, by a fixed number of queries for each page [C15]`, async () => {
    const { strapi } = host;
    const now = new Date().toISOString();
    const knex = strapi.db.connection;
    const users = Array.from({ length: MANY }, (_, index) => ({
      document_id: `many-${index}`,
      email: `many-${index}@example.com`,
      firstname: 'Many',
      lastname: String(index),
      is_active: true,
      blocked: false,
      created_at: now,
      updated_at: now,
    }));
    await knex.batchInsert('admin_users', users, 50);
    const role = await strapi.db.query('admin::role').findOne({ where: { code: 'strapi-editor' } });
    const ids: { id: number }[] = await knex('admin_users').select('id').where('email', 'like', 'many-%');
    await knex.batchInsert(
      'admin_users_roles_lnk',
      ids.map(({ id }) => ({ user_id: id, role_id: role.id })),
      50
    );
    const app = await strapi.db.query('admin::mfa-authenticator').findOne({ where: { userId: admin.person.id } });
    const enrolled = ids.slice(0, MANY / 2).map(({ id }) => ({
      document_id: `many-app-${id}`,
      uid: `many-app-${id}`,
      user_id: id,
      type: 'totp',
      name: 'Phone',
      added_at: Date.now(),
      secret: app.secret,
      data: '{}',
    }));
    await knex.batchInsert('mfa_authenticators', enrolled, 50);

    let queries = 0;
    const count = () => (queries += 1);
    knex.on('query', count);
    const began = Date.now();
    const { users: counted, affected } = await preview({ requirement: 'always_required' });
    knex.removeListener('query', count);
    expect(Date.now() - began).toBeLessThan(20_000);
    // Half of them have an app whose secret was encrypted for someone else. They're enrolled, but can't prove anything.
    expect(counted).toEqual({ total: MANY + 4, satisfied: 3, mustEnroll: MANY + 1, inGrace: 0, exempt: 0 });
    expect(affected).toHaveLength(50);
    expect(queries).toBeLessThan(300);
  });
});
