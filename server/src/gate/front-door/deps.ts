import type { Core } from '@strapi/strapi';

import type { Recorder } from '../../audit';
import type { Database, MfaConfig, Ports } from '../../platform';
import type { Verdicts } from '../../policy';
import type { Sessions, Trust } from '../../sessions';
import type { Transactions } from '../transactions';

export interface FrontDoorDeps {
  strapi: Core.Strapi;
  config: MfaConfig;
  audit: Recorder;
  database: Database;
  ports: Ports;
  sessions: Sessions;
  transactions: Transactions;
  trust: Trust;
  verdicts: Verdicts;
}
