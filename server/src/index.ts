import type { Core } from '@strapi/strapi';

import bootstrap from './bootstrap';
import controllers from './controllers';
import destroy from './destroy';
import { pluginConfig } from './platform';
import register from './register';
import routes from './routes';
import services from './services';

interface Hook<Result = void> {
  (given: { strapi: Core.Strapi }): Result;
}

/** What Strapi loads. The host's own code needs the types of `services`. The rest is internal. */
interface MfaPlugin {
  register: Hook;
  bootstrap: Hook<Promise<void>>;
  destroy: Hook<Promise<void>>;
  config: { default: object; validator(config: unknown): void };
  controllers: Record<string, Record<string, unknown>>;
  routes: Record<string, unknown>;
  services: typeof services;
}

const plugin: MfaPlugin = { register, bootstrap, destroy, config: pluginConfig, controllers, routes, services };

export default plugin;
