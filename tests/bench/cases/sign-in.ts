/** Ratios to the same host without the plugin. The two hosts alternate call by call. */
import { codeOf, expectStatus, login, post, question } from '../client';
import { figure, ratioOf, type Figure } from '../numbers';
import { startServer, type BenchDatabase, type Server } from '../servers';

export interface Pair {
  stock: Server;
  plugin: Server;
  seeds: Record<string, string>;
}

export const ROUNDS = 7;
export const REQUESTS = 100;
const WARM_UP = 60;
/** A person has three codes within the window of one step and uses them in order. This is enough for every login. */
export const PEOPLE = Math.ceil((ROUNDS * REQUESTS) / 2) + 60;

const STEP_MS = 30_000;

/** Returns valid codes that weren't used before. The server requires each person's step to increase. */
export const codeBook = (seeds: Record<string, string>) => {
  const people = Object.entries(seeds);
  const used = new Map<string, number>();
  let turn = 0;
  return (): { email: string; code: string } => {
    const now = Math.floor(Date.now() / STEP_MS);
    for (let tries = 0; tries < people.length; tries += 1) {
      turn += 1;
      const [email, seed] = people[turn % people.length] ?? ['', ''];
      const step = Math.max((used.get(email) ?? now - 1) + 1, now);
      if (step > now) continue;
      used.set(email, step);
      return { email, code: codeOf(seed, step) };
    }
    throw new Error('no unused code is left in this step');
  };
};

/** Logs in with the password and an app code. Resolves to the access token. */
export const signInWithCode = async (server: Server, email: string, code: string): Promise<string> => {
  const transaction = await question(server.url, email);
  const verify = `${server.url}/mfa/transactions/verify`;
  const answer = await post<{ token: string }>(verify, { transaction, method: 'totp', code });
  return expectStatus(answer, 200).body.data.token;
};

/**
 * Two hosts on the same kind of database with the same number of people, because Strapi loads everyone in a role on
 * every request.
 */
export const withPair = async <T>(
  database: BenchDatabase,
  people: number,
  cases: (pair: Pair) => Promise<T>
): Promise<T> => {
  const servers: Server[] = [];
  const start = async (plugin: boolean): Promise<Server> => {
    const server = await startServer({ plugin, database });
    servers.push(server);
    await server.ask('people', { count: 1, prefix: 'plain' });
    await server.ask('people', { count: people, prefix: 'app' });
    return server;
  };
  try {
    const [stock, plugin] = [await start(false), await start(true)];
    return await cases({ stock, plugin, seeds: await plugin.ask<Record<string, string>>('apps', { prefix: 'app' }) });
  } finally {
    for (const server of servers) await server.stop();
  }
};

const onDatabase = async ({ stock, plugin, seeds }: Pair, database: BenchDatabase): Promise<Figure[]> => {
  const stockLogin = async () => expectStatus(await login(stock.url, 'plain-0@example.com'), 200);
  const pluginLogin = async () => expectStatus(await login(plugin.url, 'plain-0@example.com'), 200);
  const next = codeBook(seeds);
  const withCode = async () => {
    const { email, code } = next();
    await signInWithCode(plugin, email, code);
  };
  const rounds = async (measured: () => Promise<unknown>): Promise<number[]> => {
    await ratioOf(WARM_UP, measured, stockLogin);
    const found: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) found.push(await ratioOf(REQUESTS, measured, stockLogin));
    return found;
  };

  return [
    figure(`login of a user without MFA, against a stock login, ${database}`, await rounds(pluginLogin), 'ratio', 1.04),
    figure(`login and app code, against a stock login, ${database}`, await rounds(withCode), 'ratio', 1.25),
  ];
};

export const signInCases = async (): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const database of ['sqlite', 'postgres'] as const) {
    figures.push(...(await withPair(database, PEOPLE, (pair) => onDatabase(pair, database))));
  }
  return figures;
};
