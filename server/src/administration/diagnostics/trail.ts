/** Reports known breaks of the audit trail, without reading the whole trail. */
import { error, ok, warning, type DiagnosticsDeps, type Examination, type Verdict } from './check';

const auditTrail = async ({ audit }: DiagnosticsDeps): Promise<Verdict> => {
  const found = await audit.state();
  if (found.state === 'broken') return error('audit_trail_broken', { seq: found.seq, kind: found.kind });
  if (found.state === 'partly_unsealed') return warning('audit_trail_partly_unsealed', { count: found.events });
  return found.state === 'unsealed' ? warning('audit_trail_unsealed') : ok('audit_trail_ok', { count: found.events });
};

export const TRAIL: readonly Examination[] = [{ id: 'audit_trail', look: auditTrail }];
