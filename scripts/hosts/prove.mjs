/** The whole way of the plugin through a host: in, set up, logged in, asked about, and out again. */
import { Hint, run, step } from '../lib/step.mjs';
import { enroll, signInByPassword, signInOverHttp, signInWithChromium } from './check.mjs';
import { addPlugin, buildPanel, removePlugin, takePanel } from './make.mjs';

/** @returns what the doctor says, and its checks by their id */
export const doctor = async (app, env = {}) => {
  const program = 'node_modules/strapi-plugin-mfa/bin/strapi-mfa.js';
  const { code, output } = await run(process.execPath, [program, 'doctor', '--json'], {
    cwd: app,
    env: { NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true', ...env },
  });
  // 1: it found a problem, for example that no public address is set. Anything else: it couldn't check.
  const line = output.split('\n').find((one) => one.startsWith('{"ok"'));
  if (code > 1 || !line) throw new Hint(`strapi-mfa doctor ended with ${code}:\n${output.slice(-2000)}`);
  return Object.fromEntries(JSON.parse(line).data.checks.map((check) => [check.id, check]));
};

/** Whatever the plugin logs as an error, except that a project of `create-strapi-app` sends no email. */
export const complaints = (said) => said.match(/^.*error.*\[mfa\] (?!outbox: notice).*$/gm) ?? [];

export const quietly = (host) => {
  const lines = complaints(host.said());
  if (lines.length > 0) throw new Hint(`the host complained:\n${lines.join('\n')}`);
};

/**
 * Takes the plugin out. The password is enough again.
 * @param rebuild whether the panel is built without it as well, which takes a minute
 */
export const leave = async (one, app, during, { rebuild = false, env = {} } = {}) => {
  await step(`${one.name}: uninstalling`, () => removePlugin(one, app));
  if (rebuild) await step(`${one.name}: building the panel without it`, () => buildPanel(one, app, env));
  await step(`${one.name}: logging in by password`, () => during(app, ({ url }) => signInByPassword(url), { env }));
  return { uninstalled: true };
};

/** In. `build`: the variables that the panel is built with. Without them, it has the same files as in other cases. */
export const enter = async (one, app, { tarball, panels }, build = null) => {
  await step(`${one.name}: installing the plugin`, () => addPlugin(one, app, tarball));
  await step(`${one.name}: building the panel`, () =>
    build || one.adminPath !== '/admin' ? buildPanel(one, app, build ?? {}) : takePanel(one, app, panels)
  );
};

export const prove = async (one, app, tools) => {
  const { browser, during } = tools;
  const done = {};
  await enter(one, app, tools);
  await step(`${one.name}: asking the doctor`, () => doctor(app));
  await step(`${one.name}: signing in`, () =>
    during(app, async (host) => {
      const phone = await enroll(host.url);
      const token = await signInOverHttp(host.url, phone);
      await one.also?.(host, token);
      done.http = true;
      done.chromium = await signInWithChromium(host.url, one.adminPath, phone, browser);
      quietly(host);
    })
  );
  await one.after?.(one, app, tools);
  return { ...done, ...(await leave(one, app, during, { rebuild: one.rebuilt })) };
};
