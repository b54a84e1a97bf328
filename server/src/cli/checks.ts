import type { Container } from '../container';
import type { Asked } from './arguments';
import { EXIT, pairs, type Outcome } from './outcome';
import { CLI } from './people-commands';

export const verifyAudit = async (container: Container, { anchor }: Asked): Promise<Outcome> => {
  const result = await container.audit.verify(anchor);
  await container.audit.append({
    type: 'audit.verified',
    outcome: result.intact ? 'success' : 'failure',
    actor: CLI,
    reason: result.firstBreak?.kind,
    details: { checked: result.checked, firstBreak: result.firstBreak?.seq ?? null },
  });
  const found = result.firstBreak;
  const lines = [
    found ? `Broken at event ${found.seq}: ${found.kind}${found.at ? `, recorded ${found.at}` : ''}.` : 'Intact.',
    ...pairs([
      ['checked', result.checked],
      ['sealed without a key', result.unkeyed],
      ['anchor, to be kept elsewhere', `${result.anchor.seq} ${result.anchor.hash}`],
    ]),
  ];
  return { exitCode: result.intact ? EXIT.done : EXIT.wrong, lines, data: result };
};

const SIGNS = { ok: 'ok     ', warning: 'warning', error: 'ERROR  ' } as const;

export const doctor = async (container: Container): Promise<Outcome> => {
  const checks = await container.diagnostics.run(null);
  const lines = checks.map(({ id, status, message }) => `${SIGNS[status]}  ${id}: ${message}`);
  const wrong = checks.some(({ status }) => status === 'error');
  return { exitCode: wrong ? EXIT.wrong : EXIT.done, lines, data: { checks } };
};
