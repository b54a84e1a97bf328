import type { AnchorState } from '../audit';
import type { Container } from '../container';
import type { Asked } from './arguments';
import { EXIT, pairs, type Outcome } from './outcome';
import { CLI } from './people-commands';

const ANCHOR_WORDS: Record<AnchorState, string> = {
  confirmed: 'confirmed: the event is unchanged',
  purged: 'removed: the event is past its retention period and can’t be compared',
  contradicted: 'contradicted: the event is different or missing',
};

export const verifyAudit = async (container: Container, { anchor }: Asked): Promise<Outcome> => {
  const result = await container.audit.verifyFor(CLI, anchor);
  const found = result.firstBreak;
  const lines = [
    found ? `Broken at event ${found.seq}: ${found.kind}${found.at ? `, recorded ${found.at}` : ''}.` : 'Intact.',
    ...pairs([
      ['events checked', result.checked],
      ['sealed without a key', result.unkeyed],
      ...(result.givenAnchor ? [['given anchor', ANCHOR_WORDS[result.givenAnchor]] as const] : []),
      ['anchor (store it elsewhere)', `${result.anchor.seq} ${result.anchor.hash}`],
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
