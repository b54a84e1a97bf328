/**
 * Temporary database servers for one test run. Each one has its own folder and a free port, keeps nothing important on
 * disk, and stops with the run, even if the run is killed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const isRoot = process.getuid?.() === 0;

/** Database servers refuse to run as root, so root starts them as `nobody`, a user that every system has. */
export const owner = () => {
  if (!isRoot) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

export const temporaryFolder = (name) => mkdtempSync(join(tmpdir(), `mfa-${name}-`));

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Runs until its standard input closes, which happens however the run ends. Then cleans up. */
const TIED_TO_PARENT =
  'folder=$1; signal=$2; shift 2; "$@" & child=$!; cat > /dev/null; kill -$signal $child 2> /dev/null; wait $child; cd /; rm -rf "$folder"';

/**
 * Starts a server and waits until it accepts connections.
 * `signal` is the signal that stops this server immediately (`INT`, `TERM`).
 * @returns {Promise<{port: number, pid: number, stop: () => Promise<void>}>} rejects with the server's own output.
 */
export const runServer = async ({ name, command, args, port, folder, signal }) => {
  const tied = process.platform !== 'win32';
  const [file, list] = tied ? ['sh', ['-c', TIED_TO_PARENT, 'sh', folder, signal, command, ...args]] : [command, args];
  if (isRoot) chownSync(folder, owner().uid, owner().gid);
  const child = spawn(file, list, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], ...owner() });
  const said = [];
  let ended = false;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
  const over = new Promise((resolve) => child.once('exit', resolve)).then(() => (ended = true));

  for (const deadline = Date.now() + 60_000; !(await answers(port)); await pause(50)) {
    if (ended || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${name} did not start on port ${port}.\n${said.join('').slice(-4000)}`);
    }
  }

  const stop = async () => {
    if (tied) child.stdin.end();
    else child.kill();
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await over;
    clearTimeout(patience);
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, pid: child.pid, stop };
};
