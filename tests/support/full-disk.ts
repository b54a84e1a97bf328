/** Makes the database refuse every new row of a table, as if its disk were full. */
import type { Database } from '../../server/src/platform';

type Words = Record<Database['client'], { begin: readonly string[]; end: string }>;

const words = (table: string): Words => {
  const trigger = `create trigger disk_full before insert on ${table}`;
  return {
    sqlite: { begin: [`${trigger} begin select raise(abort, 'disk full'); end`], end: 'drop trigger disk_full' },
    postgres: {
      begin: [
        "create function disk_full() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$",
        `${trigger} for each row execute function disk_full()`,
      ],
      end: 'drop function disk_full() cascade',
    },
    mysql: {
      begin: [`${trigger} for each row signal sqlstate '45000' set message_text = 'disk full'`],
      end: 'drop trigger disk_full',
    },
  };
};

/** Does `work` meanwhile, and frees the disk again, whatever happens. */
export const withFullDisk = async (database: Database, table: string, work: () => Promise<void>): Promise<void> => {
  const { begin, end } = words(table)[database.client];
  for (const statement of begin) await database.knex.raw(statement);
  try {
    await work();
  } finally {
    await database.knex.raw(end);
  }
};
