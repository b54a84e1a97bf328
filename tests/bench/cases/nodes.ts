/** Logins per second on two nodes with one PostgreSQL. Every node locks the same row, the head of the trail. */
import { expectStatus, login } from '../client';
import { figure, type Figure } from '../numbers';
import { startNodes, watchLocks, type Server } from '../servers';
import { perSecond } from './load';

const CLIENTS = [1, 8, 64];
/** Every login appends to one chain. More than this, and it would have to be split. */
const MOST_WAITING = 0.1;

/** Everyone shares one cheap hash, because hashing would hide the other costs. */
const start = async (plugin: boolean): Promise<Server[]> => {
  const nodes = await startNodes({ plugin, database: 'postgres' }, 2);
  await nodes[0]?.ask('people', { count: 64, prefix: 'many', cheap: true });
  return nodes;
};

interface Rate {
  perSecond: number;
  /** The share of the clients' time in which their login waits for another's lock. */
  waiting: number;
}

const rates = async (nodes: readonly Server[]): Promise<Rate[]> => {
  const found: Rate[] = [];
  let turn = 0;
  for (const clients of CLIENTS) {
    const signIn = async () => {
      turn += 1;
      expectStatus(await login(nodes[turn % nodes.length]?.url ?? '', `many-${turn % 64}@example.com`), 200);
    };
    const stop = await watchLocks();
    const rate = await perSecond(clients, signIn);
    found.push({ perSecond: rate, waiting: (await stop()) / clients });
  }
  return found;
};

const measured = async (plugin: boolean): Promise<Rate[]> => {
  const nodes = await start(plugin);
  try {
    await rates(nodes);
    return await rates(nodes);
  } finally {
    for (const node of nodes) await node.stop();
  }
};

export const nodesCases = async (): Promise<Figure[]> => {
  const [stock, plugged] = [await measured(false), await measured(true)];
  return CLIENTS.flatMap((clients, index) => {
    const none = { perSecond: NaN, waiting: NaN };
    const [without, under] = [stock[index] ?? none, plugged[index] ?? none];
    const at = `two nodes on one PostgreSQL, a cheap hash, ${clients} at once`;
    return [
      figure(`stock sign-ins, ${at}`, [without.perSecond], 'per second', null),
      figure(`sign-ins without MFA under the plugin, ${at}`, [under.perSecond], 'per second', null),
      figure(`share of a login spent waiting for a lock, ${at}`, [under.waiting], 'ratio', MOST_WAITING),
    ];
  });
};
