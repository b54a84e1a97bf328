/** Adds administrators like those of a large host, with roles, methods, recovery codes, locks and exemptions. */
import { randomUUID } from 'node:crypto';

import type { Container } from '../../server/src/container';

const DAY_MS = 86_400_000;
/** Stays below the bind limit of every database, whatever the number of columns. */
const BATCH = 100;
const CODES = 10;

const FIRST_NAMES = ['Ana', 'Ben', 'Chloé', 'Dmitri', 'Elif', 'Femi', 'Grace', 'Hiro', 'Ines', 'Jonas'];
const LAST_NAMES = ['Adeyemi', 'Brandt', 'Castro', 'Dubois', 'Eriksen', 'Fischer', 'García', 'Haddad', 'Ito', 'Jansen'];

type Row = Record<string, unknown>;

/** Methods of the `index`-th person: 3 in 10 have none, the others an app, a key, both, or email codes only. */
const methodsOf = (index: number): string[] => {
  const kind = index % 10;
  if (kind < 3) return [];
  if (kind < 6) return ['totp'];
  if (kind < 8) return ['webauthn'];
  return kind === 8 ? ['webauthn', 'totp'] : ['email'];
};

const inBatches = async (rows: readonly Row[], insert: (batch: Row[]) => Promise<unknown>): Promise<void> => {
  for (let from = 0; from < rows.length; from += BATCH) await insert(rows.slice(from, from + BATCH));
};

const peopleFrom = (first: number, count: number, now: number): Row[] =>
  Array.from({ length: count }, (_, offset) => {
    const index = first + offset;
    const created = new Date(now - (index % 1000) * DAY_MS);
    return {
      document_id: randomUUID().replaceAll('-', '').slice(0, 24),
      firstname: FIRST_NAMES[index % FIRST_NAMES.length],
      lastname: `${LAST_NAMES[Math.floor(index / 10) % LAST_NAMES.length]} ${index}`,
      email: `bench-${index}@example.com`,
      is_active: true,
      blocked: false,
      created_at: created,
      updated_at: created,
    };
  });

/** Adds `count` administrators to a running host. Returns their ids. */
export const seedUsers = async (container: Container, count: number): Promise<number[]> => {
  const { strapi, database, ports, vault } = container;
  const now = ports.clock.now();
  const users = () => database.core('admin::user');
  const before = Number((await users().max({ id: 'id' }).first())?.id ?? 0);
  await inBatches(peopleFrom(before, count, now), (batch) => users().insert(batch));
  const added = await users().select('id').where('id', '>', before).orderBy('id');
  const ids = added.map((row: Row) => Number(row.id));

  const roles: { id: number; code: string }[] = await strapi.db
    .query('admin::role')
    .findMany({ select: ['id', 'code'] });
  const roleId = (code: string) => roles.find((role) => role.code === code)?.id;
  const links = database.relation('admin::user', 'roles');
  // Large hosts have few super admins. On each request, Strapi loads everyone who shares a role with the caller.
  const codeOf = (index: number) =>
    index % 500 === 0 ? 'strapi-super-admin' : index % 2 ? 'strapi-editor' : 'strapi-author';
  const roleLinks = ids.map((id: number, index: number) => ({ [links.own]: id, [links.other]: roleId(codeOf(index)) }));
  await inBatches(roleLinks, (batch) => links.rows().insert(batch));

  const accounts: Row[] = [];
  const authenticators: Row[] = [];
  const codes: Row[] = [];
  const counters: Row[] = [];
  for (const [index, id] of ids.entries()) {
    const types = methodsOf(index);
    const setId = types.length > 0 ? randomUUID() : null;
    accounts.push({
      user_id: id,
      document_id: randomUUID(),
      user_handle: randomUUID(),
      recovery_set_id: setId,
      recovery_generated_at: setId ? now - DAY_MS : null,
      last_verified_at: types.length > 0 ? now - (index % 500) * 3_600_000 : null,
      exempt_until: index % 50 === 0 ? now + 30 * DAY_MS : null,
      exempt_reason: index % 50 === 0 ? 'On leave' : null,
      must_enroll_since: index % 40 === 1 ? now - 3_600_000 : null,
    });
    for (const type of types) {
      const uid = randomUUID();
      const place = {
        purpose: type === 'email' ? ('email-address' as const) : ('totp-seed' as const),
        userId: id,
        rowId: uid,
      };
      authenticators.push({
        uid,
        document_id: uid,
        user_id: id,
        type,
        name: type,
        added_at: now - DAY_MS,
        secret: type === 'webauthn' ? null : vault.seal(Buffer.alloc(20, index), place),
        credential_hash: type === 'webauthn' ? randomUUID() : null,
        data: JSON.stringify(
          type === 'webauthn' ? { rpId: 'localhost' } : { algorithm: 'sha1', digits: 6, period: 30 }
        ),
        sign_count: 0,
      });
    }
    if (setId) {
      for (let one = 0; one < CODES; one += 1) {
        codes.push({
          document_id: randomUUID(),
          user_id: id,
          set_id: setId,
          hash: randomUUID(),
          used_at: one < index % 4 ? now : null,
        });
      }
    }
    if (index % 20 === 0) {
      const locked = index % 60 === 0 ? now + 3_600_000 : null;
      const counter = { counter_key: `${id}:guessable`, user_id: id, kind: 'guessable', failures: 3 };
      counters.push({ ...counter, document_id: randomUUID(), locked_until: locked, blocked_until: locked });
    }
  }
  await inBatches(accounts, (batch) => database.table('accounts').insert(batch));
  await database.transaction((trx) => container.accounts.sealExemptions(trx));
  await inBatches(authenticators, (batch) => database.table('authenticators').insert(batch));
  await inBatches(codes, (batch) => database.table('recoveryCodes').insert(batch));
  await inBatches(counters, (batch) => database.table('counters').insert(batch));
  if (database.client === 'postgres') await database.knex.raw('analyze');
  return ids;
};
