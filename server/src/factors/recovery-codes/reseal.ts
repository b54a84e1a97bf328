import { rowIntegrity, rowSealPrefixes, sealRow } from '../../platform';
import type { FactorDeps } from '../factor-deps';
import { SEALED } from './codes';

/** Below the limit of bound parameters of every database. */
const AT_ONCE = 500;

/** Seals codes with the current first key. A code whose key is missing, or whose seal is wrong, stays unchanged. */
export const resealCodes = async ({ accounts, database, keys }: FactorDeps): Promise<void> => {
  const [active] = rowSealPrefixes(keys);
  if (active === undefined) return;
  for (let last = 0; ;) {
    const rows: Record<string, unknown>[] = await database
      .table('recoveryCodes')
      .where('id', '>', last)
      .whereNotNull('seal')
      .whereNot('seal', 'like', `${active}%`)
      .orderBy('id')
      .limit(AT_ONCE);
    const owners = await accounts.findMany([...new Set(rows.map((row) => Number(row.user_id)))]);
    await database.transaction(async (trx) => {
      for (const { id, user_id, set_id, hash, seal } of rows) {
        const salt = owners.get(Number(user_id))?.recoverySalt ?? null;
        const covered = [Number(user_id), String(set_id), salt, String(hash)];
        if (rowIntegrity(keys, SEALED, covered, String(seal)) !== 'intact') continue;
        const held = database.table('recoveryCodes', trx).where({ id: Number(id), seal: String(seal) });
        await held.update({ seal: sealRow(keys, SEALED, covered) });
      }
    });
    if (rows.length < AT_ONCE) return;
    last = Number(rows[rows.length - 1]?.id);
  }
};
