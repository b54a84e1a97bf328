/** What the plugin adds to every request of a logged-in person. */
import { codeOf, expectStatus, get, login } from '../client';
import { figure, ratioOf, type Figure } from '../numbers';
import { startServer } from '../servers';
import { signInWithCode } from './sign-in';

/** Two processes of the same program differ by more than this bench measures, so it uses several pairs. */
const PAIRS = 5;
const ROUNDS_EACH = 3;
const REQUESTS = 400;
const STEP_MS = 30_000;
const EMAIL = 'app-0@example.com';

export const readingCases = async (): Promise<Figure[]> => {
  const found: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const [stock, plugin] = [await startServer({ plugin: false }), await startServer({ plugin: true })];
    try {
      for (const server of [stock, plugin]) await server.ask('people', { count: 1, prefix: 'app' });
      const { [EMAIL]: seed = '' } = await plugin.ask<Record<string, string>>('apps', { prefix: 'app' });
      const code = codeOf(seed, Math.floor(Date.now() / STEP_MS));
      const verified = await signInWithCode(plugin, EMAIL, code);
      const { token } = expectStatus(await login(stock.url, EMAIL), 200).body.data;
      const read = (url: string, bearer: string) => async () =>
        expectStatus(await get(`${url}/admin/users/me`, bearer), 200);
      const calls = [read(plugin.url, verified), read(stock.url, token)] as const;
      await ratioOf(REQUESTS, ...calls);
      for (let round = 0; round < ROUNDS_EACH; round += 1) found.push(await ratioOf(REQUESTS, ...calls));
    } finally {
      await stock.stop();
      await plugin.stop();
    }
  }
  return [figure('GET /admin/users/me with a verified session', found, 'ratio', 1.03)];
};
