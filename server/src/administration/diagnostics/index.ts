/**
 * Finds problems of this server before users do. The settings page and the command line run the same checks.
 * Promises: every check returns a result, even if it can't run; a code keeps its meaning; messages say what to do.
 * Never: reveals a secret, writes.
 */
import type { DiagnosticCheck } from '../../../../shared/contracts/types';
import { logFailure } from '../../platform';
import { error, type DiagnosticsDeps, type Examination, type WayHere } from './check';
import { ENVIRONMENT } from './environment';
import { NEIGHBORS } from './neighbors';
import { PEOPLE } from './people';
import { FORGED_ROWS } from './forged-rows';
import { TRAIL } from './trail';

export type { DiagnosticsDeps, WayHere } from './check';
export { aboutNeighbor } from './neighbors';

export interface Diagnostics {
  /** `way`: what the request shows about proxies and encryption. Null on the command line. */
  run(way: WayHere | null): Promise<DiagnosticCheck[]>;
}

const EXAMINATIONS: readonly Examination[] = [...PEOPLE, ...FORGED_ROWS, ...TRAIL, ...ENVIRONMENT, ...NEIGHBORS];

export const createDiagnostics = (deps: DiagnosticsDeps): Diagnostics => ({
  async run(way) {
    const checks: DiagnosticCheck[] = [];
    for (const { id, look } of EXAMINATIONS) {
      try {
        checks.push({ id, ...(await look(deps, way)) });
      } catch (cause) {
        logFailure(deps.strapi, `the check "${id}"`, cause);
        checks.push({ id, ...error('check_failed') });
      }
    }
    return checks;
  },
});
