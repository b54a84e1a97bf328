/** Logins per second compared with the stock host, and the memory still in use after two thousand of them. */
import { expectStatus, login, post, question } from '../client';
import { figure, type Figure } from '../numbers';
import { codeBook, type Pair } from './sign-in';

const SECONDS = 5;

export const perSecond = async (clients: number, signIn: () => Promise<unknown>): Promise<number> => {
  const end = performance.now() + SECONDS * 1000;
  let done = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        await signIn();
        done += 1;
      }
    })
  );
  return (done * 1000) / (performance.now() - began);
};

export const loadCases = async ({ stock, plugin, seeds }: Pair): Promise<Figure[]> => {
  const figures: Figure[] = [];
  const next = codeBook(seeds);
  const withCode = async () => {
    const { email, code } = next();
    const transaction = await question(plugin.url, email);
    return post(`${plugin.url}/mfa/transactions/verify`, { transaction, method: 'totp', code });
  };
  for (const clients of [1, 8, 64]) {
    const plain = await perSecond(clients, async () =>
      expectStatus(await login(stock.url, 'plain-0@example.com'), 200)
    );
    const plugged = await perSecond(clients, async () =>
      expectStatus(await login(plugin.url, 'plain-0@example.com'), 200)
    );
    const coded = await perSecond(clients, withCode);
    figures.push(figure(`stock sign-ins, ${clients} at once`, [plain], 'per second', null));
    figures.push(figure(`sign-ins without MFA under the plugin, ${clients} at once`, [plugged], 'per second', null));
    figures.push(figure(`sign-ins with an app code, ${clients} at once`, [coded], 'per second', null));
    figures.push(
      figure(`time of a sign-in with an app code against stock, ${clients} at once`, [plain / coded], 'ratio', null)
    );
  }
  const before = await plugin.ask<number>('memory', { collect: true });
  for (let count = 0; count < 2000; count += 8) {
    await Promise.all(Array.from({ length: 8 }, () => login(plugin.url, 'plain-0@example.com')));
  }
  const after = await plugin.ask<number>('memory', { collect: true });
  figures.push(figure('memory kept after 2,000 sign-ins', [(after - before) / 1_048_576], 'MB', 50));
  return figures;
};
