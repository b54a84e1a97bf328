import { databasesOfThisRun, type DatabaseName } from './databases';

/** For tests marked *database*: runs the same block on every database of this run. */
export const onEachDatabase = (title: string, block: (database: DatabaseName) => void): void => {
  for (const database of databasesOfThisRun()) describe(`${title} (${database})`, () => block(database));
};
