/** Ratios against the same host without the plugin, round by round, the two taking turns. */
import { codeOf, expectStatus, get, login, post, question } from '../client';
import { figure, median, timed, type Figure } from '../numbers';
import type { Server } from '../servers';

export interface Pair {
  stock: Server;
  plugin: Server;
  seeds: Record<string, string>;
}

export const ROUNDS = 7;
export const REQUESTS = 100;
/** A person has three codes within the window of one step, used in order: enough people for every sign-in. */
export const PEOPLE = Math.ceil((ROUNDS * REQUESTS) / 2) + 60;

const STEP_MS = 30_000;

/** Hands out unused right codes. Each person's last used step only grows, as the server demands. */
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

const ratios = async (
  rounds: number,
  one: () => Promise<number[]>,
  other: () => Promise<number[]>
): Promise<number[]> => {
  const found: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? await one() : await other();
    const second = round % 2 === 0 ? await other() : await one();
    const [measured, stock] = round % 2 === 0 ? [first, second] : [second, first];
    found.push(median(measured) / median(stock));
  }
  return found;
};

export const signInCases = async ({ stock, plugin, seeds }: Pair): Promise<Figure[]> => {
  const stockLogin = () =>
    timed(REQUESTS, async () => expectStatus(await login(stock.url, 'plain-0@example.com'), 200));
  const pluginLogin = () =>
    timed(REQUESTS, async () => expectStatus(await login(plugin.url, 'plain-0@example.com'), 200));
  const next = codeBook(seeds);
  const withCode = () =>
    timed(REQUESTS, async () => {
      const { email, code } = next();
      const transaction = await question(plugin.url, email);
      expectStatus(await post(`${plugin.url}/mfa/transactions/verify`, { transaction, method: 'totp', code }), 200);
    });
  await stockLogin();
  await pluginLogin();

  const plain = await ratios(ROUNDS, pluginLogin, stockLogin);
  const coded = await ratios(ROUNDS, withCode, stockLogin);

  const stockToken = (await login(stock.url, 'plain-0@example.com')).body.data.token;
  const { email, code } = next();
  const transaction = await question(plugin.url, email);
  const verified = await post<{ token: string }>(`${plugin.url}/mfa/transactions/verify`, {
    transaction,
    method: 'totp',
    code,
  });
  const readStock = () =>
    timed(REQUESTS, async () => expectStatus(await get(`${stock.url}/admin/users/me`, stockToken), 200));
  const readPlugin = () =>
    timed(REQUESTS, async () => expectStatus(await get(`${plugin.url}/admin/users/me`, verified.body.data.token), 200));
  await readStock();
  await readPlugin();
  const me = await ratios(ROUNDS, readPlugin, readStock);

  return [
    figure('stock login of a user without MFA', plain, 'ratio', 1.06),
    figure('login and app code, against a stock login', coded, 'ratio', 1.35),
    figure('GET /admin/users/me with a verified session', me, 'ratio', 1.05),
  ];
};
