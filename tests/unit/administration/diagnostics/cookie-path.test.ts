/** The path of Strapi's cookies comes from the installed Strapi, not from its version number. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { cookiePath } from '../../../../server/src/administration/diagnostics/cookie-path';

const folder = mkdtempSync(join(tmpdir(), 'mfa-cookie-path-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** A host with a Strapi that uses the path of `admin.url`, as 5.59 does. Its packages are nested, as with pnpm. */
const hostFrom559 = (adminUrl: string): string => {
  write('package.json', '{}');
  write('node_modules/@strapi/strapi/package.json', '{}');
  const admin = 'node_modules/@strapi/strapi/node_modules/@strapi/admin';
  write(`${admin}/package.json`, '{}');
  write(
    `${admin}/dist/server/shared/utils/session-auth.js`,
    `exports.getRefreshCookieOptions = () => ({ path: ${JSON.stringify(adminUrl)} });`
  );
  return folder;
};

describe('the path of the cookies', () => {
  it('is what the host decides, where it follows the address of the panel [C60] [P19]', () => {
    expect(cookiePath(hostFrom559('/dashboard'), undefined)).toBe('/dashboard');
  });

  it('is the configured one, else /admin, where Strapi cannot be asked [C60] [P19]', () => {
    const nowhere = join(tmpdir(), 'mfa-no-host-here');
    expect(cookiePath(nowhere, '/')).toBe('/');
    expect(cookiePath(nowhere, undefined)).toBe('/admin');
  });

  it('finds the place in the Strapi of these tests, so that the question is one it can answer [C60] [P19]', () => {
    const decides: { getRefreshCookieOptions?: unknown } = jest.requireActual(
      join(dirname(require.resolve('@strapi/admin/package.json')), 'dist/server/shared/utils/session-auth.js')
    );
    expect(typeof decides.getRefreshCookieOptions).toBe('function');
  });
});
