/**
 * The processor time that a host spends on one request, all threads together. Unlike milliseconds on the clock, it's
 * about the same on a busy machine. With `BENCH_PROFILES`, a folder, a V8 profile of each flow is written there.
 */
import {
  answerAlone,
  askAlone,
  enrollKeyHolder,
  expectStatus,
  get,
  login,
  post,
  proveWithKey,
  question,
} from '../client';
import type { SecurityKey } from '../../support/security-key';
import { figure, median, type Figure } from '../numbers';
import { startServer, type BenchDatabase, type Server } from '../servers';
import { codeBook } from './sign-in';

const PEOPLE = 300;
const ROUNDS = 5;
const EACH = 50;
const WARM_UP = 100;
/** Of one person's open questions, the twenty newest are kept. */
const KEY_HOLDERS = 10;

const never = (): never => {
  throw new Error('there is nobody to log in');
};

type Flow = () => Promise<() => Promise<unknown>>;

/** Each round prepares its requests first, because only the measured ones count. */
const effortOf = async (server: Server, name: string, flow: Flow): Promise<number> => {
  const prepared = async (count: number) => {
    const ready: (() => Promise<unknown>)[] = [];
    for (let one = 0; one < count; one += 1) ready.push(await flow());
    return ready;
  };
  for (const work of await prepared(WARM_UP)) await work();
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ready = await prepared(EACH);
    await server.ask('effortStart');
    for (const work of ready) await work();
    found.push((await server.ask<number>('effortStop', { name })) / EACH);
  }
  return median(found);
};

const flowsOf = async (server: Server, plugin: boolean): Promise<Record<string, Flow>> => {
  const plain = 'plain-0@example.com';
  await server.ask('people', { count: 1, prefix: 'plain', cheap: true });
  const { token } = expectStatus(await login(server.url, plain), 200).body.data;
  const both: Record<string, Flow> = {
    login: async () => async () => expectStatus(await login(server.url, plain), 200),
    'users/me': async () => async () => expectStatus(await get(`${server.url}/admin/users/me`, token), 200),
  };
  if (!plugin) return both;

  await server.ask('people', { count: PEOPLE, prefix: 'app', cheap: true });
  const seeds = await server.ask<Record<string, string>>('apps', { prefix: 'app' });
  const emails = Object.keys(seeds);
  const next = codeBook(seeds);
  const verify = (proof: object) => post(`${server.url}/mfa/transactions/verify`, proof);
  let turn = 0;
  const someone = () => emails[(turn += 1) % emails.length] ?? '';
  await server.ask('people', { count: KEY_HOLDERS, prefix: 'key', cheap: true });
  const holders: [string, SecurityKey][] = [];
  await server.ask('policy', { change: { passwordless: 'allowed' } });
  for (let one = 0; one < KEY_HOLDERS; one += 1) {
    holders.push([`key-${one}@example.com`, await enrollKeyHolder(server, `key-${one}@example.com`)]);
  }
  const holder = () => holders[(turn += 1) % holders.length] ?? never();
  return {
    ...both,
    'password that leads to the question': async () => {
      const email = someone();
      return () => question(server.url, email);
    },
    'wrong app code': async () => {
      const transaction = await question(server.url, someone());
      return async () => expectStatus(await verify({ transaction, method: 'totp', code: '000000' }), 400);
    },
    'right app code': async () => {
      const { email, code } = next();
      const transaction = await question(server.url, email);
      return async () => expectStatus(await verify({ transaction, method: 'totp', code }), 200);
    },
    'passkey after the password': async () => {
      const proof = await proveWithKey(server, ...holder());
      return async () => expectStatus(await verify(proof), 200);
    },
    'passkey alone': async () => {
      const body = answerAlone(await askAlone(server), holder()[1]);
      return async () => expectStatus(await post(`${server.url}/mfa/passkey/verify`, body), 200);
    },
  };
};

const onHost = async (plugin: boolean, database: BenchDatabase): Promise<Figure[]> => {
  const server = await startServer({ plugin, database });
  const wanted = process.env.BENCH_FLOWS?.split(',');
  try {
    const figures: Figure[] = [];
    for (const [name, flow] of Object.entries(await flowsOf(server, plugin))) {
      if (wanted && !wanted.includes(name)) continue;
      const full = `processor time, ${name}, ${plugin ? 'with' : 'without'} the plugin, ${database}`;
      figures.push(figure(full, [await effortOf(server, full.replace(/\W+/g, '-'), flow)], 'ms', null));
    }
    return figures;
  } finally {
    await server.stop();
  }
};

export const effortCases = async (): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const database of ['sqlite', 'postgres'] as const) {
    for (const plugin of [false, true]) figures.push(...(await onHost(plugin, database)));
  }
  return figures;
};
