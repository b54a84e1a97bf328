import { languageOf, type Language } from '../delivery';
import type { Database, Trx } from '../platform';

export interface Recipient {
  id: number;
  email: string;
  language: Language;
}

/** Read inside the change it belongs to: an address that is changed afterwards does not get the mail. */
export const recipient = async (database: Database, userId: number, trx?: Trx): Promise<Recipient | null> => {
  const row = await database
    .core('admin::user', trx)
    .select('id', 'email', 'prefered_language')
    .where({ id: userId })
    .first();
  if (!row || typeof row.email !== 'string') return null;
  return { id: Number(row.id), email: row.email, language: languageOf(row.prefered_language as string | null) };
};
