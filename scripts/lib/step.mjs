/** A visible step of a longer command: prints its title, its time, and its errors. */
import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const inRoot = (...parts) => join(root, ...parts);

/** A problem that a person can fix. The message says how. Printed without a stack. */
export class Hint extends Error {}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs a program to its end. With `quiet`, its output is only shown if it fails.
 * @returns {Promise<{code: number, output: string}>}
 */
export const run = (
  command,
  args,
  { cwd = root, env = {}, quiet = true, input = 'ignore', shell = process.platform === 'win32' } = {}
) =>
  new Promise((done) => {
    const stdio = quiet ? [input, 'pipe', 'pipe'] : [input, 'inherit', 'inherit'];
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio, shell });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(String(chunk)));
    child.once('error', (error) => done({ code: 127, output: error.message }));
    child.once('exit', (code) => done({ code: code ?? 1, output: chunks.join('') }));
  });

/** Runs a program that npm installed. */
export const runTool = (name, args, options = {}) =>
  run(process.execPath, [inRoot('node_modules', name), ...args], options);

/** Prints the title immediately and the time at the end. Throws a Hint or error again. */
export const step = async (title, work) => {
  const began = Date.now();
  console.log(`→ ${title}`);
  const result = await work();
  console.log(`  done in ${seconds(began)}`);
  return result;
};

/** Ends the process with the error's message. */
export const giveUp = (error) => {
  console.error(`\n${error instanceof Hint ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
};
