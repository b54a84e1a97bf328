import type { Core } from '@strapi/strapi';

import type { MfaConfig } from './config';
import type { KeyRing, Vault } from './crypto';
import type { Home } from './home';
import type { Ports } from './ports';
import type { Database } from './store';

/** The dependencies that every service may use. */
export interface PlatformDeps {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  database: Database;
  keys: KeyRing;
  vault: Vault;
  home: Home;
}
