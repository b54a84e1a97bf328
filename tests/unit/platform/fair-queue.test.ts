import { Readable } from 'node:stream';

import type { Container } from '../../../server/src/container';
import { inTurn, streamInTurn } from '../../../server/src/controllers/expensive-reads';
import { createSlowHash, SALT_BYTES } from '../../../server/src/factors/recovery-codes/codes';
import { createRateLimit, createFairQueue } from '../../../server/src/platform';

const TOO_MANY = { code: 'MFA_TOO_MANY_ATTEMPTS' };

/** Work that continues until it's released. */
const held = () => {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => (letGo = resolve));
  return { until, letGo };
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('go around: who has much waiting does not hold up who has little [C45]', async () => {
    const turns = createFairQueue({ atOnce: 1 });
    const order: string[] = [];
    const work = (key: string) => turns.run(key, async () => void order.push(key));
    await Promise.all([...Array.from({ length: 5 }, () => work('many')), work('one'), work('two'), work('two')]);
    expect(order).toEqual(['many', 'many', 'one', 'two', 'many', 'two', 'many', 'many']);
  });

  it('are one at a time for each, however many there are [C45]', async () => {
    const turns = createFairQueue({ atOnce: Infinity, perKey: 1 });
    const [first, other] = [held(), held()];
    const begun: string[] = [];
    const work = (key: string, until: Promise<void>) =>
      turns.run(key, async () => {
        begun.push(key);
        await until;
      });
    const all = [work('a', first.until), work('a', other.until), work('b', other.until)];
    await settled();
    expect(begun).toEqual(['a', 'b']);
    first.letGo();
    await all[0];
    await settled();
    expect(begun).toEqual(['a', 'b', 'a']);
    other.letGo();
    await Promise.all(all);
  });

  it('are refused to who has enough waiting, and to nobody else; failed work gives its turn back [C45]', async () => {
    const turns = createFairQueue({ atOnce: 1, waiting: 1 });
    const { until, letGo } = held();
    const running = turns.run('a', () => until);
    const failing = turns.run('a', () => Promise.reject(new Error('failed')));
    await expect(turns.run('a', async () => 1)).rejects.toMatchObject(TOO_MANY);
    const other = turns.run('b', async () => 'served');
    letGo();
    await running;
    await expect(failing).rejects.toThrow('failed');
    expect(await other).toBe('served');
    expect(await turns.run('a', async () => 'again')).toBe('again');
  });
});

describe('slow hashes', () => {
  it('of one person who makes many sets do not keep another’s code waiting [C45]', async () => {
    const hash = createSlowHash();
    const salt = Buffer.alloc(SALT_BYTES, 7).toString('base64url');
    let done = 0;
    const many = Array.from({ length: 30 }, () => hash('008J4CT4ANK7F24S', salt, 1).then(() => (done += 1)));
    await hash('008J4CT4ANK7F24S', salt, 2);
    expect(done).toBeLessThan(6);
    await Promise.all(many);
  });
});

describe('exports and previews', () => {
  it('are one at a time for each person, with few waiting [C45]', async () => {
    const container = {} as Container;
    const { until, letGo } = held();
    const mine = Array.from({ length: 3 }, () => inTurn(container, 1, () => until));
    await expect(inTurn(container, 1, () => until)).rejects.toMatchObject(TOO_MANY);
    expect(await inTurn(container, 2, async () => 'other')).toBe('other');
    letGo();
    await Promise.all(mine);
  });

  it('hold the turn until the file was read, or nobody reads it any more [C45]', async () => {
    const container = {} as Container;
    const open = async () => ({ stream: Readable.from(['a', 'b']) });
    const { stream } = await streamInTurn(container, 1, open, async () => undefined);
    let second = false;
    const waiting = inTurn(container, 1, async () => (second = true));
    await settled();
    expect(second).toBe(false);
    stream.destroy();
    await waiting;
    await expect(streamInTurn(container, 1, open, () => Promise.reject(new Error('not recorded')))).rejects.toThrow(
      'not recorded'
    );
    expect(await inTurn(container, 1, async () => 'free')).toBe('free');
  });
});

describe('a rateLimit', () => {
  it('lets through so many in a span, for each on their own [C45]', () => {
    let now = 1_000_000;
    const rateLimit = createRateLimit({ clock: { now: () => now } } as never, { times: 2, spanMs: 60_000 });
    rateLimit.spend(1);
    now += 10_000;
    rateLimit.spend(1);
    expect(() => rateLimit.spend(1)).toThrow(expect.objectContaining({ details: { retryAfterSeconds: 50 } }));
    rateLimit.spend(2);
    now += 50_000;
    rateLimit.spend(1);
    now -= 3_600_000;
    rateLimit.spend(1);
  });
});
