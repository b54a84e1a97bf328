import type { Core } from '@strapi/strapi';

import type { MfaConfig } from '../config';
import type { Factors } from '../factors';
import type { Limits } from '../limits';
import type { PolicyStore } from '../policy';
import type { Ports } from '../ports';
import type { Sessions } from '../sessions';
import type { StepUp } from '../step-up';
import type { Verdicts } from '../verdicts';

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
