/**
 * People who can log in with only a passkey, and people whose keys no longer count. The lists agree with the policy's
 * decision.
 */
import fc from 'fast-check';

import type { KeysFilter, PersonRow, PersonStatus } from '../../../shared/contracts';
import { AUTHENTICATOR_TYPES } from '../../../shared/contracts';
import type { PolicyFields } from '../../../server/src/platform/config';
import {
  alliance,
  AUTHOR,
  DAY,
  EDITOR,
  forcePolicy,
  maker,
  metadataFile,
  onEachDatabase,
  SUPER,
  startHost,
  superAdmin,
  type Host,
} from '../../support';

const fido = alliance();
const [plain, revoked] = [maker(), maker()];
const MODELS = [plain.aaguid, revoked.aaguid, '00000000-0000-0000-0000-000000000000'];
const ROLES = [EDITOR, AUTHOR, SUPER];
const PEOPLE = 48;
const POLICIES = 30;
const KEYS: readonly KeysFilter[] = ['alone', 'uncounted', 'withdrawn'];

const key = fc.record({
  aaguid: fc.constantFrom(...MODELS),
  backupEligible: fc.boolean(),
  discoverable: fc.constantFrom(true, false, null),
  userVerified: fc.constantFrom(true, false, undefined),
  attested: fc.constantFrom(true as const, undefined),
  rpId: fc.constantFrom('localhost', 'localhost', 'localhost', 'old.example.com'),
});

const person = fc.record({
  roles: fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 }),
  keys: fc.array(key, { maxLength: 3 }),
  app: fc.boolean(),
  reset: fc.constantFrom(false, false, false, true),
  exempt: fc.constantFrom(false, false, false, true),
});

const types = fc.uniqueArray(fc.constantFrom(...AUTHENTICATOR_TYPES), { minLength: 1 });

const policy: fc.Arbitrary<Partial<PolicyFields>> = fc.record({
  enabled: fc.constantFrom(true, true, true, false),
  requirement: fc.constantFrom('optional' as const, 'required_on_first_login' as const, 'always_required' as const),
  allowedMethods: types,
  passwordless: fc.constantFrom('allowed' as const, 'allowed' as const, 'off' as const),
  roleMethods: fc.dictionary(fc.constantFrom(...ROLES, 'gone'), types),
  authenticators: fc.record({
    userVerification: fc.constantFrom('preferred' as const, 'required' as const),
    attestation: fc.constantFrom('none' as const, 'required' as const),
    allowedAaguids: fc.uniqueArray(fc.constantFrom(...MODELS)),
    deviceBound: fc.boolean(),
  }),
});

const plant = async (host: Host, one: typeof person extends fc.Arbitrary<infer T> ? T : never, at: number) => {
  const { database, ports, vault, accounts } = host.container;
  const roles = await host.strapi.db.query('admin::role').findMany({ where: { code: { $in: one.roles } } });
  const user = await host.strapi.db.query('admin::user').create({
    data: {
      email: `held-${at}@example.com`,
      firstname: `Held ${at}`,
      isActive: true,
      roles: roles.map(({ id }) => id),
    },
  });
  const insert = (row: object) => {
    const uid = ports.random.uuid();
    const common = { uid, document_id: uid, user_id: user.id, added_at: host.clock.now(), sign_count: 0 };
    return database.table('authenticators').insert({ ...common, ...row });
  };
  for (const [index, held] of one.keys.entries()) {
    const id = Buffer.from(`${at}-${index}-of-the-tests`).toString('base64url');
    const data = {
      credentialId: id,
      publicKey: 'AAAA',
      transports: ['usb'],
      backedUp: held.backupEligible,
      mac: null,
      ...held,
    };
    await insert({ type: 'webauthn', name: `Key ${index}`, credential_hash: id, data: JSON.stringify(data) });
  }
  if (one.app) {
    const uid = ports.random.uuid();
    const secret = vault.seal(Buffer.from('x'), { purpose: 'totp-seed', userId: user.id, rowId: uid });
    await insert({
      uid,
      document_id: uid,
      type: 'totp',
      name: 'App',
      secret,
      data: '{"algorithm":"sha1","digits":6,"period":30}',
    });
  }
  await accounts.open(user.id);
  const now = host.clock.now();
  await database
    .table('accounts')
    .where({ user_id: user.id })
    .update({ must_enroll_since: one.reset ? now - 1 : null, exempt_until: one.exempt ? now + DAY : null });
};

onEachDatabase('people and their keys', (database) => {
  let host: Host;
  let asker: number;

  beforeAll(async () => {
    const nextUpdate = new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10);
    const entries = [{ maker: plain }, { maker: revoked, status: 'REVOKED' }];
    const { file } = metadataFile(fido.blob({ nextUpdate, entries }));
    const metadata = { file, roots: [fido.root] };
    host = await startHost({ database, config: { plugins: { mfa: { config: { webauthn: { metadata } } } } } });
    await host.container.factors.refresh();
    asker = (await superAdmin(host)).id;
    const sample = fc.sample(person, { seed: 50, numRuns: PEOPLE });
    for (const [at, one] of sample.entries()) await plant(host, one, at);
    await host.container.database.transaction((trx) => host.container.accounts.sealExemptions(trx));
  });

  afterAll(() => host?.stop());

  const list = async (filters: object = {}): Promise<PersonRow[]> =>
    (await host.container.people.page(filters, { page: 1, pageSize: 100 }, asker)).rows;
  const ids = (rows: readonly { id: number }[]): number[] =>
    rows.map(({ id }) => id).sort((left, right) => left - right);

  /** Takes the steps of a passkey login: reads the person, and judges them as if the passkey was just proved. */
  const logsInAlone = async (id: number): Promise<boolean> => {
    const { verdicts, factors } = host.container;
    const known = await verdicts.known(id);
    for (const one of known?.authenticators ?? []) {
      if (!known || !factors.isFoundAlone(one)) continue;
      const { verdict } = await verdicts.judge(known, { stage: 'passkey', provider: 'local', proved: one });
      if (verdict.action === 'allow') return true;
    }
    return false;
  };

  it(`are found, counted and judged alike under ${POLICIES} policies [C50] [C51] [C20]`, async () => {
    const seen = { alone: 0, uncounted: 0, withdrawn: 0, narrowed: 0 };
    for (const fields of fc.sample(policy, { seed: 51, numRuns: POLICIES })) {
      await forcePolicy(host, { roles: {}, gracePeriodDays: 0, ...fields });
      const rows = await list();
      expect(rows).toHaveLength(PEOPLE + 1);
      const { byStatus } = await host.container.people.summary();
      for (const status of Object.keys(byStatus) as PersonStatus[]) {
        const expected = ids(rows.filter((row) => row.status === status));
        expect([fields, status, ids(await list({ status: [status] }))]).toEqual([fields, status, expected]);
        expect(byStatus[status]).toBe(expected.length);
      }
      const facts: Record<KeysFilter, (row: PersonRow) => boolean> = {
        alone: (row) => row.logsInAlone,
        uncounted: (row) => row.uncountedKeys > 0,
        withdrawn: (row) => row.withdrawnKeys > 0,
      };
      for (const name of KEYS) {
        const expected = ids(rows.filter(facts[name]));
        expect([fields, name, ids(await list({ keys: [name] }))]).toEqual([fields, name, expected]);
        seen[name] += expected.length;
      }
      expect(ids(await list({ keys: [...KEYS] }))).toEqual(
        ids(rows.filter((row) => KEYS.some((name) => facts[name](row))))
      );
      for (const { id, logsInAlone: said } of rows)
        expect([fields, id, said]).toEqual([fields, id, await logsInAlone(id)]);
      if (Object.keys(fields.roleMethods ?? {}).length > 0) seen.narrowed += 1;
    }
    // The random people included several of each kind.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
  });
});
