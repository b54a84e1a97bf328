/**
 * The audit room: what happened, in an order that can be proved.
 * Promises: rows only grow at the end, each sealed over the one before with a key of this host; a change and its row are
 * committed together; nothing secret is written. Never: a way to change or remove a row, other than the oldest, by age,
 * with a signed checkpoint left behind. Speaks to no other room; every other room may speak to it.
 */
import type { Core } from '@strapi/strapi';

import type { MfaConfig } from '../config';
import type { KeyRing } from '../crypto';
import type { Ports } from '../ports';
import type { Database } from '../store';
import { createSeals } from './chain';
import type { Recorder } from './events';
import { createHeads } from './heads';
import { createOriginReader } from './origin';
import { createChainWriter } from './recorder';

export type { AuditEvent, Person, Recorder } from './events';

export type AuditTrail = Recorder;

interface Deps {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  database: Database;
  keys: KeyRing;
}

export const createAuditTrail = (deps: Deps): AuditTrail => {
  const seals = createSeals(deps.keys);
  const heads = createHeads({ database: deps.database, seals });
  const origin = createOriginReader(deps);
  const writer = createChainWriter({
    ...deps,
    seals,
    heads,
    origin,
    written: async () => undefined,
    committed: () => undefined,
  });
  return { append: writer.append };
};
