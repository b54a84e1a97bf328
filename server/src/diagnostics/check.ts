import type { Core } from '@strapi/strapi';

import type { Authenticators, Factors } from '../factors';
import type { Census } from '../census';
import type { MfaConfig } from '../config';
import type { KeyRing } from '../crypto';
import type { Neighbors } from '../neighbors';
import type { PolicyStore } from '../policy';
import type { Ports } from '../ports';
import type { Database } from '../store';

export interface Check {
  id: string;
  status: 'ok' | 'warning' | 'error';
  /** For people: what was found, and what to do about it. */
  message: string;
}

export type Finding = Pick<Check, 'status' | 'message'>;

/** What the request that asks shows of the way to this server; null on the command line. */
export interface WayHere {
  /** Whether a proxy announced itself in the headers. */
  forwarded: boolean;
  /** Whether Koa takes the request for an encrypted one. */
  secure: boolean;
}

export interface DiagnosticsDeps {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  database: Database;
  keys: KeyRing;
  neighbors: Neighbors;
  policies: PolicyStore;
  census: Census;
  factors: Factors;
  authenticators: Authenticators;
}

export interface Examination {
  id: string;
  look(deps: DiagnosticsDeps, way: WayHere | null): Finding | Promise<Finding>;
}

export const ok = (message: string): Finding => ({ status: 'ok', message });
export const warning = (message: string): Finding => ({ status: 'warning', message });
export const error = (message: string): Finding => ({ status: 'error', message });
