import { databasesOfThisRun, type DatabaseName } from './databases';

/** For tests marked *database*: the same block once on every database of this run. */
export const onEachDatabase = (title: string, block: (database: DatabaseName) => void): void => {
  for (const database of databasesOfThisRun()) describe(`${title} (${database})`, () => block(database));
};
