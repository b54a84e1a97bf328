import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { configSchema } from '../../server/src/platform/config/schema';
import { configurationPage } from '../documents/configuration';

const page = readFileSync(resolve(__dirname, '../../docs/configuration.md'), 'utf8');

describe('the configuration reference', () => {
  it('says what the schema says: else run "npm run docs:generate" [A56]', () => {
    expect(page).toBe(configurationPage());
  });

  it('has an entry for every key, and an example that the schema takes [A56]', () => {
    for (const key of Object.keys(configSchema.shape)) expect(page).toMatch(new RegExp(`(## ${key}\n|\`${key}\` \\|)`));
    const example = /```js\n([\s\S]+?)```/.exec(page)?.[1] ?? '';
    const load = new Function('module', example) as (into: { exports: unknown }) => void;
    const into = { exports: {} as unknown };
    load(into);
    const env = (name: string) => `${name}-of-at-least-32-characters-in-all`;
    const config = (into.exports as (tools: { env: typeof env }) => { mfa: { config: unknown } })({ env });
    expect(configSchema.safeParse(config.mfa.config)).toMatchObject({ success: true });
  });
});
