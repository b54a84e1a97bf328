/** Shared by the attack tests: all rows, all log lines, and all routes of the plugin. */
import routes from '../../server/src/routes';
import { TABLES, type TableName } from '../../server/src/platform/store';
import type { Host } from '../support';

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** Number of rows in each of our tables and of admin sessions, to detect whether a request wrote anything. */
export const rowCounts = async (host: Host): Promise<Record<string, number>> => {
  const { database, outbox, people } = host.container;
  // Emails from the setup add events when they're sent, and the schedule counts each day once.
  await outbox.flush();
  await people.countToday();
  const counts: Record<string, number> = {};
  for (const name of TABLE_NAMES) {
    const row = await database.table(name).count({ total: '*' }).first();
    counts[name] = Number(row?.total ?? 0);
  }
  counts.sessions = await host.strapi.db.query('admin::session').count();
  return counts;
};

/** Everything in our tables as one string. */
export const everyRow = async (host: Host): Promise<string> => {
  const rows = [];
  for (const name of TABLE_NAMES) rows.push(await host.container.database.table(name).select('*'));
  return JSON.stringify(rows);
};

/** Collects every log line from now on. */
export const listenToLog = (host: Host): { lines: string[]; stop(): void } => {
  const lines: string[] = [];
  const spies = (['error', 'warn', 'info', 'debug'] as const).map((level) =>
    jest.spyOn(host.strapi.log, level).mockImplementation((...said: unknown[]) => {
      lines.push(said.map(String).join(' '));
      return host.strapi.log;
    })
  );
  return { lines, stop: () => spies.forEach((spy) => spy.mockRestore()) };
};

export interface OwnRoute {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  /** Names of the accepted strategies. Empty if the transaction token is the credential. */
  strategies: string[];
  open: boolean;
}

export const ownRoutes = (): OwnRoute[] =>
  routes.admin.routes.map(({ method, path, config }) => ({
    method: method.toLowerCase() as OwnRoute['method'],
    path: `/mfa${path}`.replace(':id', '1'),
    strategies:
      config.auth === false ? [] : config.auth.strategies.map((one) => (typeof one === 'string' ? one : 'transaction')),
    open: config.mfa?.open === true,
  }));

export const codeOf = (response: { body?: { error?: { details?: { code?: string } } } }): string | undefined =>
  response.body?.error?.details?.code;
