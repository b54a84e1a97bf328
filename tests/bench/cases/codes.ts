/** What one proof costs, right or wrong, and whether it holds up everybody else. */
import { securityKey } from '../../support/security-key';
import { expectStatus, login, PASSWORD, post, question } from '../client';
import { figure, timed, type Figure } from '../numbers';
import type { Server } from '../servers';
import { ROUNDS, type Pair } from './sign-in';

const GUESSES = 60;

/** Four wrong guesses a person: the fifth would have to wait. */
const wrongGuesses = async (plugin: Server, emails: readonly string[], body: object): Promise<number[]> => {
  const open: string[] = [];
  for (const email of emails) open.push(await question(plugin.url, email));
  return timed(open.length, async (index) => {
    const transaction = open[index] ?? '';
    expectStatus(await post(`${plugin.url}/mfa/transactions/verify`, { transaction, ...body }), 400);
  });
};

/** Codes are made by people who have been through the stock enrollment, so that the slow hash is the real one. */
const enrollKeyHolder = async ({ url }: Server, email: string) => {
  const { token } = expectStatus(await login(url, email), 200).body.data;
  expectStatus(await post(`${url}/mfa/me/password`, { password: PASSWORD }, token), 200);
  const key = securityKey({ origin: `http://localhost:${new URL(url).port}` });
  const begun = await post<{ publicKey: never }>(`${url}/mfa/me/webauthn/begin`, {}, token);
  const response = key.create(expectStatus(begun, 200).body.data.publicKey);
  expectStatus(await post(`${url}/mfa/me/webauthn/finish`, { response, name: 'Key' }, token), 200);
  return key;
};

export const codeCases = async ({ plugin, seeds }: Pair): Promise<Figure[]> => {
  const people = Object.keys(seeds);
  const wrong: number[] = [];
  const loops: number[] = [];
  const idle: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const emails = people.slice((round * GUESSES) % people.length).slice(0, GUESSES);
    const body = { method: 'totp', code: '000000' };
    const open = emails;
    await plugin.ask('loopStart');
    await new Promise((done) => setTimeout(done, 300));
    idle.push(await plugin.ask<number>('loopStop'));
    const times: number[] = [];
    for (const email of open) {
      const transaction = await question(plugin.url, email);
      await plugin.ask('loopStart');
      const [time = 0] = await timed(1, async () =>
        expectStatus(await post(`${plugin.url}/mfa/transactions/verify`, { transaction, ...body }), 400)
      );
      loops.push(await plugin.ask<number>('loopStop'));
      times.push(time);
    }
    wrong.push(...times);
  }

  await plugin.ask('people', { count: 1, prefix: 'holder' });
  const key = await enrollKeyHolder(plugin, 'holder-0@example.com');
  const keyTimes: number[] = [];
  for (let count = 0; count < ROUNDS * 10; count += 1) {
    const transaction = await question(plugin.url, 'holder-0@example.com');
    const options = await post<{ publicKey: never }>(`${plugin.url}/mfa/transactions/webauthn/options`, {
      transaction,
    });
    const response = key.get(expectStatus(options, 200).body.data.publicKey);
    const proof = { transaction, method: 'webauthn', response };
    keyTimes.push(
      ...(await timed(1, async () => expectStatus(await post(`${plugin.url}/mfa/transactions/verify`, proof), 200)))
    );
  }

  await plugin.ask('people', { count: ROUNDS, prefix: 'recoverer' });
  const recovery: number[] = [];
  const recoveryLoops: number[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    await enrollKeyHolder(plugin, `recoverer-${index}@example.com`);
    const email = `recoverer-${index}@example.com`;
    await plugin.ask('loopStart');
    recovery.push(
      ...(await wrongGuesses(plugin, [email, email], { method: 'recovery_code', code: 'AAAA-AAAA-AAAA-AAAA' }))
    );
    recoveryLoops.push(await plugin.ask<number>('loopStop'));
  }

  return [
    figure('a wrong app code over HTTP', wrong, 'ms', 15),
    figure('longest pause of the event loop while a wrong app code is judged', loops, 'ms', 5),
    figure('the same, idle', idle, 'ms', null),
    figure('a wrong recovery code over HTTP (one scrypt)', recovery, 'ms', 120),
    figure('longest pause of the event loop around wrong recovery codes and their logins', recoveryLoops, 'ms', null),
    figure('WebAuthn verify over HTTP', keyTimes, 'ms', 15),
  ];
};
