import { createOutbox, pauseAfter, type Outbox } from '../../../server/src/delivery/outbox';
import { HOUR, MINUTE, onEachDatabase, SECOND, startHost, type Host } from '../../support';

const NOW = Date.UTC(2026, 5, 1, 12);

onEachDatabase('the outbox', (database) => {
  let host: Host;
  let boxes: Outbox[] = [];
  let kinds = 0;

  beforeAll(async () => {
    host = await startHost({ database, clock: NOW });
  });
  afterAll(() => host?.stop());
  beforeEach(() => {
    kinds += 1;
    host.clock.set(NOW + kinds * 24 * HOUR);
  });
  afterEach(async () => {
    await Promise.all(boxes.map((box) => box.close()));
    boxes = [];
  });

  /** Like a separate node: it has another claim name, and shares only the database. */
  const node = (): Outbox => {
    const box = createOutbox(host.container);
    boxes.push(box);
    return box;
  };
  const kind = () => `test-${kinds}`;
  const rows = () => host.container.database.table('outbox').where({ kind: kind() });
  const settled = async (condition: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 200 && !condition(); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(condition()).toBe(true);
  };

  it('sends by itself, without anybody waiting for it [C22][C24]', async () => {
    const box = node();
    const sent: unknown[] = [];
    box.handle(kind(), async (payload) => void sent.push(payload));
    await box.put(kind(), { hello: 'world' });
    await settled(() => sent.length === 1);
    await box.flush();
    expect(sent).toEqual([{ hello: 'world' }]);
    expect(await rows()).toEqual([]);
  });

  it('does not keep one kind waiting for another that hangs [C22][C24]', async () => {
    const box = node();
    let letGo = (): void => undefined;
    const hanging = new Promise<void>((resolve) => (letGo = resolve));
    const sent: unknown[] = [];
    box.handle(`${kind()}-webhook`, () => hanging);
    box.handle(kind(), async (payload) => void sent.push(payload));
    for (let count = 0; count < 12; count += 1) await box.put(`${kind()}-webhook`, { count });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await box.put(kind(), { mail: 'locked' });
    await settled(() => sent.length === 1);
    letGo();
    await box.flush();
    expect(await host.container.database.table('outbox').where('kind', 'like', `${kind()}%`)).toEqual([]);
  });

  it('sends only what is committed, and only then [C22]', async () => {
    const box = node();
    const sent: unknown[] = [];
    box.handle(kind(), async (payload) => void sent.push(payload));
    const { database: store } = host.container;
    await store
      .transaction(async (trx) => {
        await box.put(kind(), { undone: true }, trx);
        throw new Error('undone');
      })
      .catch(() => undefined);
    await store.transaction(async (trx) => {
      await box.put(kind(), { done: true }, trx);
      expect(sent).toEqual([]);
    });
    await settled(() => sent.length === 1);
    await box.flush();
    expect(sent).toEqual([{ done: true }]);
  });

  it('tries again with growing pauses, and gives up after its last try [C22]', async () => {
    const box = node();
    const tries: number[] = [];
    const lost: unknown[] = [];
    const log = jest.spyOn(host.strapi.log, 'error').mockImplementation(() => host.strapi.log);
    box.handle(
      kind(),
      async () => {
        tries.push(host.clock.now());
        throw new Error('the receiver is away');
      },
      { maxAttempts: 4, gaveUp: async (payload) => void lost.push(payload) }
    );
    await box.put(kind(), { note: 1 });
    await settled(() => tries.length === 1);
    await box.flush();
    for (const pause of [30 * SECOND, MINUTE, 2 * MINUTE]) {
      host.clock.advance(pause - 1);
      await box.flush();
      const before = tries.length;
      host.clock.advance(1);
      await box.flush();
      expect(tries.length).toBe(before + 1);
    }
    log.mockRestore();
    expect(lost).toEqual([{ note: 1 }]);
    expect(await rows()).toEqual([]);
  });

  it('pauses at most an hour [C22]', () => {
    expect([1, 2, 3, 7, 8, 9, 80].map(pauseAfter)).toEqual([
      30 * SECOND,
      MINUTE,
      2 * MINUTE,
      32 * MINUTE,
      HOUR,
      HOUR,
      HOUR,
    ]);
  });

  it('hands each item to one of two nodes only [C25]', async () => {
    const seen: string[] = [];
    const [left, right] = [node(), node()];
    for (let index = 0; index < 40; index += 1) await left.put(kind(), { index });
    const handler = (who: string) => async (payload: Record<string, unknown>) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      seen.push(`${who}:${String(payload.index)}`);
    };
    left.handle(kind(), handler('left'));
    right.handle(kind(), handler('right'));
    await Promise.all([left.flush(), right.flush(), left.flush()]);
    await Promise.all([left.flush(), right.flush()]);
    expect(seen.map((entry) => Number(entry.split(':')[1])).sort((one, two) => one - two)).toEqual(
      Array.from({ length: 40 }, (_, index) => index)
    );
    expect(await rows()).toEqual([]);
  });

  it('takes over what a node left behind when it died [C25]', async () => {
    const [dead, alive] = [node(), node()];
    const sent: unknown[] = [];
    dead.handle(kind(), () => new Promise(() => undefined));
    await dead.put(kind(), { orphan: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
    boxes = boxes.filter((box) => box !== dead);
    alive.handle(kind(), async (payload) => void sent.push(payload));
    await alive.flush();
    expect(sent).toEqual([]);
    host.clock.advance(5 * MINUTE + 1);
    await alive.flush();
    expect(sent).toEqual([{ orphan: true }]);
    expect(await rows()).toEqual([]);
  });

  it('keeps what nobody knows how to send until somebody does [C25]', async () => {
    const box = node();
    await box.put(kind(), { waiting: true });
    await box.flush();
    expect(await rows()).toHaveLength(1);
    const sent: unknown[] = [];
    box.handle(kind(), async (payload) => void sent.push(payload));
    await box.flush();
    expect(sent).toEqual([{ waiting: true }]);
  });
});
