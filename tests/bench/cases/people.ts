/** How long an administrator waits for the People page, on a host with ten people and on one with ten thousand. */
import { expectStatus, get, login } from '../client';
import { figure, timed, type Figure } from '../numbers';
import { startServer, type BenchDatabase } from '../servers';
import { ROUNDS } from './sign-in';

const CROWDS = [10, 10_000];
const LIMIT_MS = 150;

const PAGES: readonly [string, string][] = [
  ['list', 'users?page=1&pageSize=20'],
  ['list, most urgent first', 'users?page=1&pageSize=20&sort=status'],
  ['list, by deadline', 'users?page=1&pageSize=20&sort=deadline:desc'],
  ['list, searched and sorted', 'users?page=3&pageSize=20&search=Garc&sort=lastVerifiedAt:desc'],
  ['list, those who must enroll', 'users?page=2&pageSize=20&status=must_enroll'],
  ['summary', 'users/summary'],
];

const onDatabase = async (database: BenchDatabase, count: number): Promise<Figure[]> => {
  const server = await startServer({ plugin: true, database });
  try {
    await server.ask('people', { count: 1, prefix: 'reader', role: 'strapi-super-admin' });
    await server.ask('crowd', { count });
    const { token } = expectStatus(await login(server.url, 'reader-0@example.com'), 200).body.data;
    const figures: Figure[] = [];
    for (const [name, path] of PAGES) {
      const read = async () => expectStatus(await get(`${server.url}/mfa/${path}`, token), 200);
      await read();
      const title = `${name}, ${count.toLocaleString('en')} people, ${database}`;
      figures.push(figure(title, await timed(ROUNDS * 10, read), 'ms', LIMIT_MS));
    }
    return figures;
  } finally {
    await server.stop();
  }
};

export const peopleCases = async (): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const database of ['sqlite', 'postgres'] as const) {
    for (const count of CROWDS) figures.push(...(await onDatabase(database, count)));
  }
  return figures;
};
