import type { ImportedRow } from '../administration';
import { MfaError } from '../platform';
import type { Container } from '../container';
import type { Asked } from './arguments';
import { EXIT, pairs, type Outcome } from './outcome';

const SOURCES = ['strapi-identity'];

const WORDS: Record<NonNullable<ImportedRow['reason']>, string> = {
  not_enabled: 'not turned on in the other plugin',
  inactive: 'the account is inactive',
  imported_before: 'already imported',
  has_methods_here: 'already has a method here',
  was_reset: 'was reset here and has to set up MFA again',
  not_allowed: 'the policy doesn’t allow email codes',
  nobodys: 'has no owner',
  unknown_type: 'unknown type of method',
  unreadable_secret: 'the secret can’t be read or is shorter than 128 bits',
  method_unavailable: 'this server can’t offer the method; see strapi-mfa doctor',
  failed: 'couldn’t be written; see the log',
};

const lineOf = (row: ImportedRow): string => {
  const who = row.person?.email ?? `row ${row.row}`;
  const why = row.reason === null ? '' : `: ${WORDS[row.reason]}`;
  return `  ${row.outcome.padEnd(8)}  ${row.type.padEnd(5)}  ${who}${why}`;
};

export const importFrom = async (container: Container, { operands: [from = ''], dryRun }: Asked): Promise<Outcome> => {
  if (!SOURCES.includes(from)) {
    const message = `Can’t import from ${JSON.stringify(from)}. Supported: ${SOURCES.join(', ')}.`;
    throw new MfaError('MFA_NOT_FOUND', {}, { message });
  }
  const result = await container.pluginImport.fromStrapiIdentity({ dryRun });
  const lines = [
    ...(dryRun ? ['Dry run: nothing was written.', ''] : []),
    ...pairs([
      [dryRun ? 'would be imported' : 'imported', result.imported],
      ['skipped', result.skipped],
      ['broken', result.broken],
    ]),
    ...(result.rows.length > 0 ? ['', ...result.rows.map(lineOf)] : []),
  ];
  return { exitCode: result.broken > 0 ? EXIT.wrong : EXIT.done, lines, data: result };
};
