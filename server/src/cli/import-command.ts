import type { MovedRow } from '../administration';
import { MfaError } from '../platform';
import type { Container } from '../container';
import type { Asked } from './arguments';
import { EXIT, pairs, type Outcome } from './outcome';

const SOURCES = ['strapi-identity'];

const WORDS: Record<NonNullable<MovedRow['reason']>, string> = {
  not_enabled: 'not switched on over there',
  inactive: 'the account is inactive',
  imported_before: 'carried over before',
  has_methods_here: 'has something set up here',
  was_reset: 'was reset here and sets up anew',
  not_allowed: 'codes by mail are not allowed by the policy',
  nobodys: 'belongs to nobody',
  unknown_type: 'of a kind that is not known',
  unreadable_secret: 'the secret cannot be read, or is shorter than 128 bits',
  method_unavailable: 'this host cannot offer the method: see strapi-mfa doctor',
  failed: 'could not be written; the reason stands in the log',
};

const lineOf = (row: MovedRow): string => {
  const who = row.person?.email ?? `row ${row.row}`;
  const why = row.reason === null ? '' : `: ${WORDS[row.reason]}`;
  return `  ${row.outcome.padEnd(8)}  ${row.type.padEnd(5)}  ${who}${why}`;
};

export const importFrom = async (container: Container, { operands: [from = ''], dryRun }: Asked): Promise<Outcome> => {
  if (!SOURCES.includes(from)) {
    const message = `It knows how to import from ${SOURCES.join(', ')}, not from ${JSON.stringify(from)}.`;
    throw new MfaError('MFA_NOT_FOUND', {}, { message });
  }
  const moved = await container.moving.fromStrapiIdentity({ dryRun });
  const lines = [
    ...(dryRun ? ['A dry run: nothing was written.', ''] : []),
    ...pairs([
      [dryRun ? 'would be imported' : 'imported', moved.imported],
      ['skipped', moved.skipped],
      ['broken', moved.broken],
    ]),
    ...(moved.rows.length > 0 ? ['', ...moved.rows.map(lineOf)] : []),
  ];
  return { exitCode: moved.broken > 0 ? EXIT.wrong : EXIT.done, lines, data: moved };
};
