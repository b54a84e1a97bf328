import { languageOf, type Language } from '../delivery';
import { type Database, formerAddresses, type Trx } from '../platform';

export interface Recipient {
  id: number;
  /**
   * The account's address, and those it replaced within 72 hours, so that whoever changed it can't exclude the owner.
   */
  addresses: readonly string[];
  language: Language;
}

/** Read within the change, in one statement. A later address doesn't get the email. */
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
    // Strapi lets an administrator remove a person's address. The previous one still gets the email.
    addresses: [...new Set([row.email, ...former.map(({ email }) => email)])].filter((address) => address !== ''),
    language: languageOf(row.prefered_language as string | null),
  };
};
