/**
 * Tens of thousands of logins on one host: does memory grow, and do tables keep rows that are no longer needed? In one
 * of ten logins, the person enters the password and never answers the MFA prompt.
 */
import { codeOf, expectStatus, post, question } from './client';
import { startServer, type Server } from './servers';

const SIGN_INS = Number(process.env.SOAK_SIGN_INS ?? 50_000);
/** Each person can log in once every thirty seconds. */
const PEOPLE = 4000;
const CLIENTS = 8;
const SAMPLES = 10;
/** The first logins fill caches, compiled code and the connection pool. */
const WARM_UP = Math.min(2000, Math.ceil(SIGN_INS / 5));
const STEP_MS = 30_000;
const HOUR_MS = 3_600_000;
const MB = 1_048_576;

const LIMITS = { heapMb: 30, rssMb: 80, auditRowsPerSignIn: 3 };

interface Heap {
  heapUsed: number;
  rss: number;
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Returns valid codes that weren't used before. Waits for the next step after everyone has used the current one. */
const codes = (seeds: Record<string, string>) => {
  const people = Object.entries(seeds);
  const used = new Map<string, number>();
  let turn = 0;
  return async (): Promise<{ email: string; code: string }> => {
    const [email, seed] = people[(turn += 1) % people.length] ?? ['', ''];
    const step = (): number => Math.floor(Date.now() / STEP_MS);
    while ((used.get(email) ?? 0) >= step()) await wait(200);
    used.set(email, step());
    return { email, code: codeOf(seed, step()) };
  };
};

type Next = ReturnType<typeof codes>;

const signIn = async (server: Server, next: Next): Promise<void> => {
  const { email, code } = await next();
  const transaction = await question(server.url, email);
  expectStatus(await post(`${server.url}/mfa/transactions/verify`, { transaction, method: 'totp', code }), 200);
};

const abandon = async (server: Server, turn: number): Promise<void> => {
  await question(server.url, `app-${turn % PEOPLE}@example.com`);
};

const batch = async (server: Server, next: Next, count: number): Promise<void> => {
  let begun = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (begun < count) {
        const turn = (begun += 1);
        await signIn(server, next);
        if (turn % 10 === 0) await abandon(server, turn);
      }
    })
  );
};

const say = (label: string, values: Record<string, string | number>): void =>
  console.log(
    label.padEnd(26) +
      Object.entries(values)
        .map(([name, value]) => `${name} ${value}`)
        .join('   ')
  );

const megabytes = ({ heapUsed, rss }: Heap) => ({
  heap: `${(heapUsed / MB).toFixed(1)} MB`,
  rss: `${(rss / MB).toFixed(0)} MB`,
});

/** Logs everyone in and samples memory now and then. Returns the growth since the warm-up. */
const soak = async (server: Server, next: Next): Promise<{ heapMb: number; rssMb: number }> => {
  await batch(server, next, WARM_UP);
  await wait(2000);
  const first = await server.ask<Heap>('heap');
  say(`after ${WARM_UP} (warm-up)`, megabytes(first));
  let last = first;
  const each = Math.ceil((SIGN_INS - WARM_UP) / SAMPLES);
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    const began = performance.now();
    await batch(server, next, each);
    const rate = (each * 1000) / (performance.now() - began);
    await wait(1000);
    last = await server.ask<Heap>('heap');
    say(`after ${WARM_UP + sample * each}`, { ...megabytes(last), 'per second': rate.toFixed(1) });
  }
  return { heapMb: (last.heapUsed - first.heapUsed) / MB, rssMb: (last.rss - first.rss) / MB };
};

type Rows = Record<string, number>;

/** Tables with rows from logins that should have expired. The trail is excluded, because it has its own retention. */
const leftovers = (before: Rows, after: Rows): string[] =>
  ['transactions', 'ceremonies', 'sends', 'outbox', 'families', 'sessionLinks', 'marks'].filter(
    (name) => (after[name] ?? 0) > (before[name] ?? 0)
  );

/** One row per person and counter, and per day with failures. The number of logins must not matter. */
const perPerson = (after: Rows): string[] =>
  ['accounts', 'counters', 'failureDays'].filter((name) => (after[name] ?? 0) > 2 * PEOPLE);

const main = async (): Promise<void> => {
  console.log(`${SIGN_INS} sign-ins with an app code, ${CLIENTS} at once, ${PEOPLE} people`);
  const server = await startServer({ plugin: true });
  const faults: string[] = [];
  try {
    await server.ask('patience');
    await server.ask('people', { count: PEOPLE, prefix: 'app', cheap: true });
    const next = codes(await server.ask<Record<string, string>>('apps', { prefix: 'app' }));
    const before = await server.ask<Rows>('rows');
    const grown = await soak(server, next);
    say('grown after the warm-up', { heap: `${grown.heapMb.toFixed(1)} MB`, rss: `${grown.rssMb.toFixed(0)} MB` });
    if (grown.heapMb > LIMITS.heapMb) faults.push(`the heap grew by more than ${LIMITS.heapMb} MB`);
    if (grown.rssMb > LIMITS.rssMb) faults.push(`the process grew by more than ${LIMITS.rssMb} MB`);

    const full = await server.ask<Rows>('rows');
    await server.ask('round', { aheadMs: 0 });
    const soon = await server.ask<Rows>('rows');
    await server.ask('forgetSessions');
    await server.ask('round', { aheadMs: 25 * HOUR_MS });
    const over = await server.ask<Rows>('rows');
    for (const name of Object.keys(full))
      if (full[name] !== before[name])
        say(name, {
          before: before[name] ?? 0,
          after: full[name] ?? 0,
          swept: soon[name] ?? 0,
          'all over': over[name] ?? 0,
        });
    for (const name of leftovers(before, over)) faults.push(`the table "${name}" keeps rows that nobody needs`);
    for (const name of perPerson(full)) faults.push(`the table "${name}" grows with every sign-in`);
    if ((full.families ?? 0) > (full['admin::session'] ?? 0))
      faults.push('there are more families than sessions of Strapi');
    const recorded = ((full.auditEntries ?? 0) - (before.auditEntries ?? 0)) / SIGN_INS;
    if (recorded > LIMITS.auditRowsPerSignIn) faults.push(`${recorded.toFixed(1)} rows of the trail a sign-in`);
  } finally {
    await server.stop();
  }
  for (const fault of faults) console.error(`TOO MUCH: ${fault}`);
  console.log(`${SIGN_INS} sign-ins, ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
};

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
