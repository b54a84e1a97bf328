import { languageOf, type Language } from '../delivery';
import { type Database, formerAddresses, type Trx } from '../platform';

export interface Recipient {
  id: number;
  /** The address on file, and those it replaced within the last 72 hours: whoever changed it does not get rid of the owner. */
  addresses: readonly string[];
  language: Language;
}

/** Read inside the change it belongs to, in one statement: an address that comes afterwards does not get the mail. */
export const recipient = async (
  database: Database,
  userId: number,
  now: number,
  trx?: Trx
): Promise<Recipient | null> => {
  const formerEmails = database.table('accounts', trx).select('former_emails').where({ user_id: userId });
  const row = await database
    .core('admin::user', trx)
    .select('id', 'email', 'prefered_language', formerEmails.as('former_emails'))
    .where({ id: userId })
    .first();
  if (!row || typeof row.email !== 'string') return null;
  const former = formerAddresses({ formerEmails: (row.former_emails ?? null) as string | null }, now);
  return {
    id: Number(row.id),
    // Strapi lets an administrator leave somebody without an address; the one before hears of it.
    addresses: [...new Set([row.email, ...former.map(({ email }) => email)])].filter((address) => address !== ''),
    language: languageOf(row.prefered_language as string | null),
  };
};
