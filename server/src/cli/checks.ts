import type { AnchorState } from '../audit';
import { boundToPlace } from '../factors';
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

/** How many of the authenticators that work here wouldn't work at another address of the panel. */
const lostAt = async (
  { authenticators, factors }: Container,
  address: string
): Promise<{ lost: number; of: number }> => {
  const found = { lost: 0, of: 0 };
  for (let after: number | null = 0; after !== null;) {
    const { rows, place } = await authenticators.batch(after, BATCH);
    for (const row of rows) {
      const factor = factors.factor(row.type);
      if (factor?.usability(row) !== 'usable' || !boundToPlace(factor)) continue;
      found.of += 1;
      if (factor.usabilityAt(row, address) !== 'usable') found.lost += 1;
    }
    after = place;
  }
  return found;
};

const BATCH = 500;

export const doctor = async (container: Container, { address }: Pick<Asked, 'address'>): Promise<Outcome> => {
  const checks = await container.diagnostics.run(null);
  const lines = checks.map(({ id, status, message }) => `${SIGNS[status]}  ${id}: ${message}`);
  const wrong = checks.some(({ status }) => status === 'error');
  const exitCode = wrong ? EXIT.wrong : EXIT.done;
  if (address === undefined) return { exitCode, lines, data: { checks } };
  const { lost, of } = await lostAt(container, address);
  const sign = lost > 0 ? SIGNS.warning : SIGNS.ok;
  lines.push(`${sign}  move: ${lost} of ${of} security keys and passkeys would stop working at ${address}.`);
  return { exitCode, lines, data: { checks, move: { address, lost, of } } };
};
