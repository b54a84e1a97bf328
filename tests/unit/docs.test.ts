/** The documentation that the panel links to exists, is complete, and has no dead links. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const DOCS = resolve(__dirname, '../../docs');
const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
const read = (name: string): string => readFileSync(join(DOCS, name), 'utf8');

const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    String(title)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
  );

describe('the documentation', () => {
  it('is Markdown with an index that names every page [A56]', () => {
    const index = read('README.md');
    for (const name of pages.filter((page) => page !== 'README.md')) expect(index).toContain(`(${name})`);
  });

  it('has the parts people look for, with pictures of the screens [A55][B39]', () => {
    const guide = read('user-guide.md');
    const parts = [
      'Methods',
      'What you need',
      'Recovery codes',
      'Logging in',
      'Next steps',
      'When your administrator requires it',
      'When something does not work',
    ];
    for (const part of parts) expect(guide).toContain(`## ${part}`);
    expect([...guide.matchAll(/!\[[^\]]+\]\(images\/[\w-]+\.png\)/g)].length).toBeGreaterThanOrEqual(4);
  });

  it('says what is and what is not defended, and links on [B57][B58]', () => {
    const security = read('security-considerations.md');
    expect(security).toContain('## What is not defended');
    for (const link of ['#single-sign-on', '#policies', '#activity', '#people'])
      expect(security).toContain(`administrator-guide.md${link}`);
  });

  it('says which command brings the panel back after "develop", and that the doctor needs none [C60] [F20]', () => {
    const install = read('install.md');
    expect(install).toMatch(/`strapi develop`[^.]*clears `dist`[^.]*: run `npm run build` again/);
    expect(install).toContain('`npx strapi-mfa doctor` works without one');
    expect(read('troubleshooting.md')).toContain('The panel is gone after `strapi develop`');
  });

  it('tells whoever logs in by script, or has a CDN, a firewall or a policy in front, what to do [C60] [P16] [P30]', () => {
    const operator = read('operator-guide.md');
    for (const word of ['A CDN', 'A web application firewall', 'A Content-Security-Policy', '/.well-known/webauthn'])
      expect(operator).toContain(word);
    const scripts = read('troubleshooting.md').split('## Scripts')[1] ?? '';
    for (const word of ['API token', 'admin token', 'MFA_REQUIRED', 'Asked to confirm identity at login'])
      expect(scripts).toContain(word);
  });

  it.each(pages)('%s has no dead link [A56]', (name) => {
    const text = read(name);
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?|mailto):/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? join(DOCS, name) : resolve(dirname(join(DOCS, name)), path);
      expect([target, existsSync(file)]).toEqual([target, true]);
      if (anchor) expect(anchorsOf(readFileSync(file, 'utf8'))).toContain(anchor);
    }
  });
});
