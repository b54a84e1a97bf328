import type { Core } from '@strapi/strapi';

import type { MfaConfig, Ports } from '../../platform';
import type { Factors, Limits } from '../../factors';
import type { PolicyStore, Verdicts } from '../../policy';
import type { Sessions } from '../../sessions';
import type { StepUp } from '../step-up';

export interface GuardDeps {
  strapi: Core.Strapi;
  config: MfaConfig;
  factors: Factors;
  limits: Limits;
  policies: PolicyStore;
  ports: Ports;
  sessions: Sessions;
  stepUp: StepUp;
  verdicts: Verdicts;
  log(what: string, error: unknown): void;
}
