/** Finds the programs of other engines on this machine, and runs processes that end with their test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { patience } from '../timeouts';

export const onPath = (...names: string[]): string | null =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path)) ?? null;

export interface Running {
  child: ChildProcess;
  /** All output so far. */
  said(): string;
  /** Resolves with the first match in the output. Fails if the program ends before, or says nothing like it for a minute. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/** Starts a program in its own process group, so that its child processes end with it. */
export const runProgram = (command: string, args: string[], env: NodeJS.ProcessEnv): Running => {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let text = '';
  const hearers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += String(chunk);
      for (const hear of hearers) hear();
    });
  }
  let ended = false;
  const gone = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', (error) => {
      text += error.message;
      done();
    });
  }).then(() => {
    ended = true;
    for (const hear of hearers) hear();
  });
  return {
    child,
    said: () => text,
    says: (pattern) =>
      new Promise((done, failed) => {
        const timer = setTimeout(
          () => failed(new Error(`${command} said nothing like ${pattern}:\n${text}`)),
          patience(PATIENCE_MS)
        );
        const hear = () => {
          const match = pattern.exec(text);
          if (!match && !ended) return;
          clearTimeout(timer);
          hearers.delete(hear);
          if (match) done(match);
          else failed(new Error(`${command} ended:\n${text}`));
        };
        hearers.add(hear);
        hear();
      }),
    async stop() {
      if (!ended && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      const patience = setTimeout(() => {
        if (child.pid !== undefined && !ended) process.kill(-child.pid, 'SIGKILL');
      }, 5000);
      await gone;
      clearTimeout(patience);
    },
  };
};
