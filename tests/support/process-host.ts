/**
 * Runs Strapi in separate processes, controlled over IPC. For tests that need several processes, and for benchmarks.
 */
import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** Lets the process read TypeScript. */
export const TYPESCRIPT = join(ROOT, 'scripts/lib/typescript.cjs');

export interface ProcessHost {
  pid: number;
  bootMs: number;
  /** Runs one of the process's commands. Fails with the command's error, or if the process is gone. */
  ask<T>(name: string, input?: Record<string, unknown>): Promise<T>;
  /** Stops it like SIGTERM does: pending work is completed. */
  stop(): Promise<void>;
  /** Kills it immediately. */
  kill(): Promise<void>;
  /** Resolves when the process has ended, for any reason. */
  readonly gone: Promise<void>;
}

interface Waiting {
  done(value: unknown): void;
  failed(error: Error): void;
}

type Message = { ready: true; bootMs: number } | { id: number; result?: unknown; error?: string };

/** Forks `script`, which calls `serveHost`, and waits until it listens. Uses the folder of the tests' host. */
export const forkHost = (script: string, env: NodeJS.ProcessEnv, execArgv: string[] = []): Promise<ProcessHost> =>
  new Promise((started, failed) => {
    const child = fork(script, [], {
      cwd: join(ROOT, 'tests/host'),
      env,
      execArgv: ['-r', TYPESCRIPT, ...execArgv],
      // A host's output goes to stderr, so that it doesn't mix with results on stdout.
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    const waiting = new Map<number, Waiting>();
    let last = 0;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));

    const ask = <T>(name: string, input: Record<string, unknown> = {}): Promise<T> =>
      new Promise<T>((done, refused) => {
        last += 1;
        const id = last;
        waiting.set(id, { done: (value) => done(value as T), failed: refused });
        child.send({ id, name, input }, (error) => {
          if (error) refused(error);
        });
      });

    const host: Omit<ProcessHost, 'bootMs'> = {
      pid: child.pid ?? 0,
      ask,
      gone,
      async stop() {
        if (child.connected) child.send({ id: 0, name: 'stop', input: {} });
        await gone;
      },
      async kill() {
        child.kill('SIGKILL');
        await gone;
      },
    };

    child.once('exit', (code) => {
      const error = new Error(`the host ended with ${code}`);
      failed(error);
      for (const { failed: refuse } of waiting.values()) refuse(error);
    });
    child.on('message', (message: Message) => {
      if ('ready' in message) return started({ ...host, bootMs: message.bootMs });
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) asked?.failed(new Error(message.error));
      else asked?.done(message.result);
    });
  });
