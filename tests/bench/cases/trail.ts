/** The trail with a million events and with ten thousand: pages by cursor, and an export that must not fill memory. */
import { expectStatus, get, login, PASSWORD, post } from '../client';
import { figure, median, timed, type Figure } from '../numbers';
import { startServer, type BenchDatabase, type Server } from '../servers';
import { REQUESTS, ROUNDS } from './sign-in';

const SMALL = 10_000;
const LARGE = 1_000_000;
const PAGE = 10;
/** With ten events per page, ten thousand events fill a thousand pages. */
const LAST_PAGE = 1000;

interface Trail {
  server: Server;
  token: string;
  /** Start of the thousandth page. */
  cursor: string;
}

const readPage = async ({ server, token }: Omit<Trail, 'cursor'>, cursor: string | null) => {
  const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  return expectStatus(await get(`${server.url}/mfa/audit-events?limit=${PAGE}${from}`, token), 200);
};

const start = async (database: BenchDatabase, count: number): Promise<Trail> => {
  const server = await startServer({ plugin: true, database });
  await server.ask('people', { count: 1, prefix: 'reader', role: 'strapi-super-admin' });
  await server.ask('events', { count });
  const { token } = expectStatus(await login(server.url, 'reader-0@example.com'), 200).body.data;
  let cursor: string | null = null;
  for (let page = 1; page < LAST_PAGE; page += 1) {
    const { body } = await readPage({ server, token }, cursor);
    cursor = String((body as unknown as { meta: { nextCursor: string } }).meta.nextCursor);
  }
  return { server, token, cursor: String(cursor) };
};

const pages = async (small: Trail, large: Trail, database: BenchDatabase): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const last of [false, true]) {
    const ratios: number[] = [];
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const read = (trail: Trail) => timed(REQUESTS, () => readPage(trail, last ? trail.cursor : null));
      const pair = round % 2 === 0 ? [await read(small), await read(large)] : [await read(large), await read(small)];
      const [few = [], many = []] = round % 2 === 0 ? pair : pair.reverse();
      ratios.push(median(many) / median(few));
      times.push(median(many));
    }
    const name = `${last ? 'thousandth' : 'first'} page of 10, ${database}`;
    figures.push(figure(`${name}, 1,000,000 events against 10,000`, ratios, 'ratio', 1.5));
    figures.push(figure(`${name}, 1,000,000 events`, times, 'ms', null));
  }
  return figures;
};

/** Reads to the end and keeps nothing. Resolves to the number of bytes. */
const drain = async ({ server, token }: Trail, format: string): Promise<number> => {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${server.url}/mfa/audit-events/export?format=${format}`, { headers });
  if (!response.ok || !response.body) throw new Error(`the export answered ${response.status}`);
  const reader = response.body.getReader();
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
  return bytes;
};

const exported = async (large: Trail, database: BenchDatabase): Promise<Figure[]> => {
  const { server, token } = large;
  expectStatus(await post(`${server.url}/mfa/me/password`, { password: PASSWORD }, token), 200);
  const before = await server.ask<number>('peakStart');
  const began = performance.now();
  const bytes = await drain(large, 'jsonl');
  const took = performance.now() - began;
  const peak = await server.ask<number>('peakStop');
  return [
    figure(`export of 1,000,000 events, ${database}: growth of memory`, [(peak - before) / 1_048_576], 'MB', 50),
    figure(`export of 1,000,000 events, ${database}: size`, [bytes / 1_048_576], 'MB', null),
    figure(`export of 1,000,000 events, ${database}: time`, [took], 'ms', null),
  ];
};

export const trailCases = async (): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const database of ['sqlite', 'postgres'] as const) {
    const small = await start(database, SMALL);
    const large = await start(database, LARGE);
    try {
      figures.push(...(await pages(small, large, database)), ...(await exported(large, database)));
    } finally {
      await small.server.stop();
      await large.server.stop();
    }
  }
  return figures;
};
