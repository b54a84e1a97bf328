/** What one proof costs compared with a stock login, right or wrong, and whether it delays everyone else. */
import {
  answerAlone,
  askAlone,
  enrollKeyHolder,
  expectStatus,
  login,
  post,
  proveWithKey,
  question,
  type AskedAlone,
} from '../client';
import { figure, median, timed, type Figure } from '../numbers';
import type { BenchDatabase, Server } from '../servers';
import { ROUNDS, withPair, type Pair } from './sign-in';

const GUESSES = 40;
const PEOPLE = ROUNDS * GUESSES;

/** The duration of one request in milliseconds, and the longest time it blocked the event loop. */
const watched = async (server: Server, work: () => Promise<unknown>): Promise<{ ms: number; pause: number }> => {
  await server.ask('loopStart');
  const [ms = NaN] = await timed(1, work);
  return { ms, pause: await server.ask<number>('loopStop') };
};

const onDatabase = async ({ stock, plugin, seeds }: Pair, database: BenchDatabase): Promise<Figure[]> => {
  const people = Object.keys(seeds);
  const verify = (proof: object) => post(`${plugin.url}/mfa/transactions/verify`, proof);
  const stockLogin = async () => expectStatus(await login(stock.url, 'plain-0@example.com'), 200);
  await timed(GUESSES, stockLogin);

  const ratios = { wrong: [] as number[], key: [] as number[], alone: [] as number[], recovery: [] as number[] };
  const pauses = { stock: [] as number[], wrong: [] as number[], ratio: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [stocks, wrongs]: { ms: number; pause: number }[][] = [[], []];
    for (const email of people.slice(round * GUESSES, (round + 1) * GUESSES)) {
      const transaction = await question(plugin.url, email);
      const guess = { transaction, method: 'totp', code: '000000' };
      stocks?.push(await watched(stock, stockLogin));
      wrongs?.push(await watched(plugin, async () => expectStatus(await verify(guess), 400)));
    }
    const of = (rows: { ms: number; pause: number }[] | undefined, what: 'ms' | 'pause') =>
      median((rows ?? []).map((row) => row[what]));
    ratios.wrong.push(of(wrongs, 'ms') / of(stocks, 'ms'));
    pauses.stock.push(of(stocks, 'pause'));
    pauses.wrong.push(of(wrongs, 'pause'));
    pauses.ratio.push(of(wrongs, 'pause') / of(stocks, 'pause'));
  }

  await plugin.ask('people', { count: ROUNDS + 1, prefix: 'holder' });
  const key = await enrollKeyHolder(plugin, 'holder-0@example.com');
  for (let round = 0; round < ROUNDS; round += 1) {
    const times = { stock: [] as number[], key: [] as number[] };
    for (let count = 0; count < 10; count += 1) {
      const proof = await proveWithKey(plugin, 'holder-0@example.com', key);
      times.stock.push(...(await timed(1, stockLogin)));
      times.key.push(...(await timed(1, async () => expectStatus(await verify(proof), 200))));
    }
    ratios.key.push(median(times.key) / median(times.stock));
  }

  await plugin.ask('policy', { change: { passwordless: 'allowed' } });
  await plugin.ask('people', { count: 1, prefix: 'alone' });
  const passkey = await enrollKeyHolder(plugin, 'alone-0@example.com');
  const logInAlone = (body: object) => post(`${plugin.url}/mfa/passkey/verify`, body);
  for (let round = 0; round < ROUNDS; round += 1) {
    const times = { stock: [] as number[], alone: [] as number[] };
    for (let count = 0; count < 10; count += 1) {
      times.stock.push(...(await timed(1, stockLogin)));
      // Count both requests of the login, but not the time that the person's device spends between them.
      let asked: AskedAlone | undefined;
      const [asking = NaN] = await timed(1, async () => (asked = await askAlone(plugin)));
      if (!asked) throw new Error('nothing was asked');
      const body = answerAlone(asked, passkey);
      const [answering = NaN] = await timed(1, async () => expectStatus(await logInAlone(body), 200));
      times.alone.push(asking + answering);
    }
    ratios.alone.push(median(times.alone) / median(times.stock));
  }
  await plugin.ask('policy', { change: { passwordless: 'off' } });

  for (let round = 0; round < ROUNDS; round += 1) {
    const email = `holder-${round + 1}@example.com`;
    await enrollKeyHolder(plugin, email);
    const times = { stock: [] as number[], code: [] as number[] };
    // The fifth attempt would have to wait.
    for (let count = 0; count < 4; count += 1) {
      const guess = {
        transaction: await question(plugin.url, email),
        method: 'recovery_code',
        code: 'AAAA-AAAA-AAAA-AAAA',
      };
      times.stock.push(...(await timed(1, stockLogin)));
      times.code.push(...(await timed(1, async () => expectStatus(await verify(guess), 400))));
    }
    ratios.recovery.push(median(times.code) / median(times.stock));
  }

  const on = (name: string): string => `${name}, ${database}`;
  return [
    figure(on('a wrong app code, against a stock login'), ratios.wrong, 'ratio', 0.14),
    figure(on('WebAuthn verify, against a stock login'), ratios.key, 'ratio', 0.2),
    figure(on('sign-in with a passkey, against a stock login'), ratios.alone, 'ratio', 0.5),
    figure(on('a recovery code (one scrypt), against a stock login'), ratios.recovery, 'ratio', 0.75),
    figure(on('longest pause around a wrong app code, against that around a stock login'), pauses.ratio, 'ratio', 1),
    figure(on('longest pause around a wrong app code'), pauses.wrong, 'ms', null),
    figure(on('longest pause around a stock login'), pauses.stock, 'ms', null),
  ];
};

export const codeCases = async (): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const database of ['sqlite', 'postgres'] as const) {
    figures.push(...(await withPair(database, PEOPLE, (pair) => onDatabase(pair, database))));
  }
  return figures;
};
