/**
 * The diagnostics room: what is wrong with this host, before users find out. The settings page and the command line ask
 * the same questions.
 * Promises: every check answers, also when it can't be carried out; messages say what to do. Never: a secret, a write.
 */
import { logFailure } from '../log';
import { error, type Check, type DiagnosticsDeps, type Examination, type WayHere } from './check';
import { ENVIRONMENT } from './environment';
import { NEIGHBORS } from './neighbors';
import { PEOPLE } from './people';

export type { Check, DiagnosticsDeps, WayHere } from './check';

export interface Diagnostics {
  /** `way`: what the asking request shows of proxies and encryption; null on the command line. */
  run(way: WayHere | null): Promise<Check[]>;
}

const EXAMINATIONS: readonly Examination[] = [...PEOPLE, ...ENVIRONMENT, ...NEIGHBORS];

export const createDiagnostics = (deps: DiagnosticsDeps): Diagnostics => ({
  async run(way) {
    const checks: Check[] = [];
    for (const { id, look } of EXAMINATIONS) {
      try {
        checks.push({ id, ...(await look(deps, way)) });
      } catch (cause) {
        logFailure(deps.strapi, `the check "${id}"`, cause);
        checks.push({ id, ...error('This could not be checked; the log says why.') });
      }
    }
    return checks;
  },
});
