/** Runs a PostgreSQL for one test in a separate process that can kill and restart it. */
import { preparePostgres } from '../setup/postgres.mjs';

const prepared = await preparePostgres({ durable: true });
const servers = [await prepared.start()];

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let up = true;

const orders = {
  async kill() {
    if (!up) return;
    const pid = prepared.pid();
    // All of its processes die immediately, in the middle of their work, so it has to recover.
    process.kill(pid, 'SIGQUIT');
    while (alive(pid)) await pause(5);
    up = false;
  },
  async start() {
    if (up) return;
    for (let tries = 0; ; tries += 1) {
      try {
        servers.push(await prepared.start());
        up = true;
        return;
      } catch (error) {
        // The killed server's child processes keep its shared memory for a moment.
        if (tries === 20) throw error;
        await pause(100);
      }
    }
  },
  async stop() {
    for (const server of servers.reverse()) await server.stop();
  },
};

/** Commands run one after another. If a start overtook a kill, nothing would be running. */
let last = Promise.resolve();
process.on('message', ({ id, order }) => {
  last = last
    .then(() => orders[order]())
    .catch((error) => {
      console.error(error);
      process.exit(1);
    })
    .then(() => {
      process.send({ id }, () => {
        if (order === 'stop') process.exit(0);
      });
    });
});
process.on('disconnect', () => process.exit(1));
process.send({ id: 0, port: prepared.port });
