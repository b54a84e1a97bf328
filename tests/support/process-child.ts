/** The child's side of `process-host.ts`: one host in its own process, on `PORT`, controlled over IPC. */
import { performance } from 'node:perf_hooks';
import { resolve } from 'node:path';

import { createStrapi, type Core } from '@strapi/strapi';

const HOST = resolve(__dirname, '../host');

export type Commands = Record<string, (input: Record<string, unknown>) => Promise<unknown>>;

interface Serving {
  commands(strapi: Core.Strapi): Commands;
  beforeBootstrap?(strapi: Core.Strapi): void;
}

type Order = { id: number; name: string; input: Record<string, unknown> };

const boot = async ({ beforeBootstrap }: Serving): Promise<Core.Strapi> => {
  const strapi = createStrapi({ appDir: HOST, distDir: HOST, autoReload: false, serveAdminPanel: false });
  const bootstrap = strapi.bootstrap.bind(strapi);
  strapi.bootstrap = async () => {
    beforeBootstrap?.(strapi);
    return bootstrap();
  };
  await strapi.load();
  strapi.server.mount();
  const port = Number(process.env.PORT);
  await new Promise<void>((done) => strapi.server.httpServer.listen(port, '127.0.0.1', () => done()));
  return strapi;
};

/**
 * Boots, reports it, and runs commands until it's stopped or its parent is gone. `began`: the start time of the boot.
 */
export const serveHost = async (began: number, serving: Serving): Promise<void> => {
  const strapi = await boot(serving);
  const known = serving.commands(strapi);
  const obey = async ({ id, name, input }: Order): Promise<void> => {
    if (name === 'stop') {
      await strapi.destroy();
      process.exit(0);
    }
    try {
      process.send?.({ id, result: await known[name]?.(input) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.message : 'unknown' });
    }
  };
  process.on('message', (order: Order) => void obey(order));
  process.on('disconnect', () => process.exit(1));
  process.send?.({ ready: true, bootMs: performance.now() - began });
};

export const endLoudly = (error: unknown): never => {
  console.error(error);
  process.exit(1);
};
