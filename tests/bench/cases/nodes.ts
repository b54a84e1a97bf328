/** Logins per second on two nodes with one PostgreSQL. Every node locks the same row, the head of the trail. */
import { expectStatus, login } from '../client';
import { figure, type Figure } from '../numbers';
import { startNodes, type Server } from '../servers';
import { perSecond } from './load';

const CLIENTS = [1, 8, 64];

/** Everyone shares one cheap hash, because hashing would hide the other costs. */
const start = async (plugin: boolean): Promise<Server[]> => {
  const nodes = await startNodes({ plugin, database: 'postgres' }, 2);
  await nodes[0]?.ask('people', { count: 64, prefix: 'many', cheap: true });
  return nodes;
};

const rates = async (nodes: readonly Server[]): Promise<number[]> => {
  const found: number[] = [];
  let turn = 0;
  for (const clients of CLIENTS) {
    const signIn = async () => {
      turn += 1;
      expectStatus(await login(nodes[turn % nodes.length]?.url ?? '', `many-${turn % 64}@example.com`), 200);
    };
    found.push(await perSecond(clients, signIn));
  }
  return found;
};

const measured = async (plugin: boolean): Promise<number[]> => {
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
    const [without = NaN, under = NaN] = [stock[index], plugged[index]];
    const at = `two nodes on one PostgreSQL, a cheap hash, ${clients} at once`;
    return [
      figure(`stock sign-ins, ${at}`, [without], 'per second', null),
      figure(`sign-ins without MFA under the plugin, ${at}`, [under], 'per second', null),
    ];
  });
};
