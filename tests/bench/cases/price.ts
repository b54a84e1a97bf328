/**
 * What a login costs the database in statements and commits. Both numbers are the same on every machine, however busy.
 * `tests/promises/statement-limits.test.ts` enforces the same limits. This file adds the stock host for
 * comparison.
 */
import {
  answerAlone,
  askAlone,
  codeOf,
  enrollKeyHolder,
  expectStatus,
  get,
  login,
  post,
  proveWithKey,
  question,
} from '../client';
import { figure, type Figure } from '../numbers';
import type { BenchDatabase, Server } from '../servers';
import { withPair, type Pair } from './sign-in';

interface Price {
  statements: number;
  commits: number;
}

const ROUNDS = 3;
const STEP_MS = 30_000;
const PEOPLE = 12;

/** The cheapest of several runs, because Strapi's own housekeeping sometimes adds statements to one. */
const priceOf = async (server: Server, work: () => Promise<unknown>): Promise<Price> => {
  const found: Price[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await server.ask('priceStart');
    await work();
    found.push(await server.ask<Price>('priceStop'));
  }
  return found.sort((one, other) => one.statements - other.statements)[0] ?? { statements: NaN, commits: NaN };
};

const rows = (name: string, price: Price, limit: Price | null): Figure[] => [
  figure(name, [price.statements], 'statements', limit && limit.statements),
  figure(name, [price.commits], 'commits', limit && limit.commits),
];

const onDatabase = async ({ stock, plugin, seeds }: Pair, database: BenchDatabase): Promise<Figure[]> => {
  const plain = 'plain-0@example.com';
  const signIn = (server: Server) => async () => expectStatus(await login(server.url, plain), 200);
  for (const server of [stock, plugin]) await signIn(server)();
  const stockLogin = await priceOf(stock, signIn(stock));
  const stockToken = (await signIn(stock)()).body.data.token;
  const stockMe = await priceOf(stock, () => get(`${stock.url}/admin/users/me`, stockToken));
  const withoutMfa = await priceOf(plugin, signIn(plugin));

  const people = Object.entries(seeds).slice(0, PEOPLE);
  const asked = await priceOf(plugin, () => question(plugin.url, people[0]?.[0] ?? ''));
  const verify = (proof: object) => post<{ token: string }>(`${plugin.url}/mfa/transactions/verify`, proof);
  const answer = async (step: number, [email, seed]: [string, string]) => {
    const transaction = await question(plugin.url, email);
    return () => verify({ transaction, method: 'totp', code: codeOf(seed, step) });
  };
  // The day's first attempt creates the counter rows, so everyone makes one before measuring.
  // The next code belongs to the next step. The window already accepts it, so it stays valid even if a step ends here.
  const step = Math.floor(Date.now() / STEP_MS);
  for (const person of people) expectStatus(await (await answer(step, person))(), 200);
  const ready = await Promise.all(people.slice(0, ROUNDS + 1).map((person) => answer(step + 1, person)));
  const right = await priceOf(plugin, async () =>
    expectStatus((await ready.pop()?.()) ?? { status: 0, body: {} }, 200)
  );
  const last = await ready.pop()?.();
  const token = expectStatus(last ?? { status: 0, body: { data: { token: '' } } }, 200).body.data.token;
  const me = () => get(`${plugin.url}/admin/users/me`, token);
  await plugin.ask('priceStart');
  await me();
  const firstMe = await plugin.ask<Price>('priceStop');
  const laterMe = await priceOf(plugin, me);

  const wrongly = await Promise.all(people.slice(6, 6 + ROUNDS).map(([email]) => question(plugin.url, email)));
  const wrong = await priceOf(plugin, async () =>
    expectStatus(await verify({ transaction: wrongly.pop(), method: 'totp', code: '000000' }), 400)
  );

  await plugin.ask('people', { count: 1, prefix: 'priced' });
  const key = await enrollKeyHolder(plugin, 'priced-0@example.com');
  const proofs: object[] = [];
  for (let count = 0; count < ROUNDS; count += 1) proofs.push(await proveWithKey(plugin, 'priced-0@example.com', key));
  const passkey = await priceOf(plugin, async () => expectStatus(await verify(proofs.shift() ?? {}), 200));

  await plugin.ask('policy', { change: { passwordless: 'allowed' } });
  await plugin.ask('people', { count: 1, prefix: 'alone' });
  const own = await enrollKeyHolder(plugin, 'alone-0@example.com');
  const alone = await priceOf(plugin, async () => {
    const body = answerAlone(await askAlone(plugin), own);
    expectStatus(await post(`${plugin.url}/mfa/passkey/verify`, body), 200);
  });
  await plugin.ask('policy', { change: { passwordless: 'off' } });

  const on = (name: string): string => `${name}, ${database}`;
  return [
    ...rows(on('stock login, without the plugin'), stockLogin, null),
    ...rows(on('login of somebody without MFA'), withoutMfa, {
      statements: stockLogin.statements + 6,
      commits: stockLogin.commits,
    }),
    ...rows(on('password that leads to the question'), asked, {
      statements: stockLogin.statements + 10,
      commits: stockLogin.commits,
    }),
    ...rows(on('right app code'), right, { statements: 20, commits: 2 }),
    ...rows(on('wrong app code'), wrong, null),
    ...rows(on('passkey after the password'), passkey, { statements: 20, commits: 2 }),
    ...rows(on('passkey alone'), alone, { statements: 24, commits: 2 }),
    ...rows(on('GET /admin/users/me, without the plugin'), stockMe, null),
    ...rows(on('GET /admin/users/me, first of a session'), firstMe, {
      statements: stockMe.statements + 2,
      commits: stockMe.commits,
    }),
    ...rows(on('GET /admin/users/me, within five seconds'), laterMe, stockMe),
  ];
};

export const priceCases = async (): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const database of ['sqlite', 'postgres'] as const) {
    figures.push(...(await withPair(database, PEOPLE, (pair) => onDatabase(pair, database))));
  }
  return figures;
};
