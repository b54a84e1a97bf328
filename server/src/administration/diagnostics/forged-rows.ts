/** Finds rows that someone wrote directly to the database and that affect people's protection. */
import { checksIntegrity } from '../../factors';
import { rowSealPrefixes } from '../../platform';
import { error, ok, type DiagnosticsDeps, type Examination, type Verdict } from './check';

/**
 * A code sealed with a missing key can't be checked. Such a code is older than every code sealed with a present key. If
 * it's newer, this server didn't write it.
 */
const forgedCodes = async ({ database, keys }: DiagnosticsDeps): Promise<number> => {
  const codes = () => database.table('recoveryCodes');
  const prefixes = rowSealPrefixes(keys);
  let oldest = Infinity;
  for (const prefix of prefixes) {
    const row = await codes().where('seal', 'like', `${prefix}%`).min({ id: 'id' }).first();
    oldest = Math.min(oldest, row?.id ? Number(row.id) : Infinity);
  }
  if (!Number.isFinite(oldest)) return 0;
  const query = codes().where('id', '>', oldest).count({ rows: '*' });
  for (const prefix of prefixes) {
    void query.where((other) => void other.whereNull('seal').orWhereNot('seal', 'like', `${prefix}%`));
  }
  return Number((await query.first())?.rows ?? 0);
};

const plantedKeys = async ({ database, factors, authenticators }: DiagnosticsDeps): Promise<number> => {
  const rows: Record<string, unknown>[] = await database
    .table('authenticators')
    .where({ type: 'webauthn' })
    .distinct('user_id');
  const owners = rows.map((row) => Number(row.user_id));
  const judged: { at: number; integrity: string }[] = [];
  for (let from = 0; from < owners.length; from += PAGE) {
    const found = await authenticators.ofMany(owners.slice(from, from + PAGE));
    for (const one of [...found.values()].flat()) {
      const factor = factors.factor(one.type);
      if (factor && checksIntegrity(factor)) judged.push({ at: one.addedAt, integrity: factor.integrity(one) });
    }
  }
  const sealed = judged.filter(({ integrity }) => integrity === 'intact').map(({ at }) => at);
  const oldest = sealed.reduce((least, at) => Math.min(least, at), Infinity);
  return judged.filter(({ at, integrity }) => integrity === 'unchecked' && at > oldest).length;
};

/** Exemptions without this server's seal, and exemptions that were ended and then put back. */
const plantedExemptions = async ({ accounts, audit, keys }: DiagnosticsDeps): Promise<number> => {
  if (keys.activeId === null) return 0;
  let planted = 0;
  for (const { userId, until, believed } of await accounts.exemptions()) {
    if (!believed || (await audit.wasEnded(userId, new Date(until).toISOString()))) planted += 1;
  }
  return planted;
};

const PAGE = 1000;

const storedRows = async (deps: DiagnosticsDeps): Promise<Verdict> => {
  const codes = await forgedCodes(deps);
  const keys = await plantedKeys(deps);
  const exemptions = await plantedExemptions(deps);
  return codes + keys + exemptions > 0 ? error('rows_planted', { codes, keys, exemptions }) : ok('rows_ok');
};

export const FORGED_ROWS: readonly Examination[] = [{ id: 'stored_rows', look: storedRows }];
