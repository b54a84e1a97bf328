/**
 * 100,000 people and ten million events, compared with a tenth of both: `npm run bench -- --only big`. The default run
 * skips these cases. BENCH_SCALE=0.1 takes a tenth of everything for a trial run.
 */
import { once } from 'node:events';

import { expectStatus, get, login, PASSWORD, post, put } from '../client';
import { figure, median, timed, type Figure } from '../numbers';
import { startServer, type BenchDatabase, type Server } from '../servers';

const SCALE = Number(process.env.BENCH_SCALE ?? 1);
const PEOPLE = 100_000 * SCALE;
const EVENTS = 10_000_000 * SCALE;
const ROUNDS = 5;
const PURGED = 10_000;
/** Ten times the data may take up to twice the time. Below `NO_TIME_MS`, doubling doesn't matter. */
const MOST = 2;
const NO_TIME_MS = 5;

const POLICY = 'policies/pol-mfa-required';
const DEEP_PAGE = 1000;

export interface Place {
  server: Server;
  cursor: string;
}

/** The access token of a super admin who has just entered the password. */
const enter = async ({ url }: Server): Promise<string> => {
  const { token } = expectStatus(await login(url, 'reader-0@example.com'), 200).body.data;
  expectStatus(await post(`${url}/mfa/me/password`, { password: PASSWORD }, token), 200);
  return token;
};

/** Walks to the deep page of a filled server once. */
export const open = async (server: Server): Promise<Place> => {
  const token = await enter(server);
  let cursor = '';
  for (let page = 1; page < DEEP_PAGE; page += 1) {
    const after = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = expectStatus(await get(`${server.url}/mfa/audit-events?limit=100${after}`, token), 200);
    cursor = encodeURIComponent(String((body as unknown as { meta: { nextCursor: string } }).meta.nextCursor));
  }
  return { server, cursor };
};

const start = async (database: BenchDatabase, people: number, events: number): Promise<Place> => {
  const server = await startServer({ plugin: true, database });
  await server.ask('people', { count: 1, prefix: 'reader', role: 'strapi-super-admin' });
  await server.ask('crowd', { count: people });
  await server.ask('events', { count: events });
  return open(server);
};

export const measured = async ({ server, cursor }: Place): Promise<Record<string, number>> => {
  // Anew, because filling the other databases takes longer than a proof, and a token, counts.
  const token = await enter(server);
  const read = (path: string) => async () => expectStatus(await get(`${server.url}/mfa/${path}`, token), 200);
  const { updatedAt: _updatedAt, updatedBy: _by, ...policy } = (await read(POLICY)()).body.data;
  const changed = (requirement: string) => ({ ...policy, requirement });
  const works: Record<string, (round: number) => Promise<unknown>> = {
    'people, first page': read('users?page=1&pageSize=20'),
    'people, a page in the middle': read(`users?page=${Math.floor(PEOPLE / 400)}&pageSize=20`),
    'people, searched and sorted': read('users?page=3&pageSize=20&search=Garc&sort=lastVerifiedAt:desc'),
    'people, those who must enroll': read('users?page=2&pageSize=20&status=must_enroll'),
    summary: read('users/summary'),
    'policy, preview': async () =>
      expectStatus(await post(`${server.url}/mfa/${POLICY}/preview`, changed('always_required'), token), 200),
    'policy, save': async (round) =>
      expectStatus(await put(`${server.url}/mfa/${POLICY}`, { ...policy, helpText: `round ${round}` }, token), 200),
    'activity, first page': read('audit-events?limit=20'),
    'activity, page 1,000 of 100': read(`audit-events?limit=100&cursor=${cursor}`),
    'activity, failures of one person': read('audit-events?limit=20&outcome=failure&userId=1042'),
    'activity, unusual patterns': read('audit-events/patterns'),
  };
  const figures: Record<string, number> = {};
  for (const [name, work] of Object.entries(works)) {
    await work(0);
    figures[name] = median(await timed(ROUNDS, (round) => work(round + 1)));
  }
  figures[`retention, ${PURGED.toLocaleString('en')} events`] = await server.ask<number>('retention', {
    count: PURGED,
  });
  return figures;
};

const onDatabase = async (database: BenchDatabase, places: readonly Place[]): Promise<Figure[]> => {
  const found: Record<string, number>[] = [];
  for (const place of places) found.push(await measured(place).finally(() => place.server.stop()));
  const [small = {}, large = {}] = found;
  const size = `${PEOPLE.toLocaleString('en')} people and ${EVENTS.toLocaleString('en')} events, ${database}`;
  return Object.entries(large).flatMap(([name, ms]) => [
    figure(`${name}: ${size}`, [ms], 'ms', null),
    figure(
      `${name}: against a tenth of both, ${database}`,
      [ms < NO_TIME_MS ? 1 : ms / (small[name] ?? NaN)],
      'ratio',
      MOST
    ),
  ]);
};

/**
 * With `--pause`, waits for Enter before measuring. Filling the databases takes an hour and doesn't need a quiet
 * machine, but measuring does.
 */
const quiet = async (): Promise<void> => {
  if (!process.argv.includes('--pause')) return;
  console.error('Everything is filled. Press Enter once the machine does nothing else.');
  await once(process.stdin, 'data');
  process.stdin.pause();
};

export const bigCases = async (): Promise<Figure[]> => {
  const databases = ['sqlite', 'postgres'] as const;
  const places: Place[][] = [[], []];
  for (const share of [0.1, 1]) {
    for (const [index, database] of databases.entries()) {
      places[index]?.push(await start(database, PEOPLE * share, EVENTS * share));
      console.error(`${database}: ${(EVENTS * share).toLocaleString('en')} events are there`);
    }
  }
  await quiet();
  const figures: Figure[] = [];
  for (const [index, database] of databases.entries()) {
    figures.push(...(await onDatabase(database, places[index] ?? [])));
  }
  return figures;
};
