/** What a tag triggers, and what is then published. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

const release = (...args: string[]): { code: number; said: string } => {
  try {
    const said = execFileSync(process.execPath, ['scripts/release.mjs', ...args], { cwd: ROOT, encoding: 'utf8' });
    return { code: 0, said };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: Buffer };
    return { code: status, said: String(stderr) };
  }
};

describe('a release', () => {
  it('is one tag: tests, packs, publishes with provenance, and writes the notes [C59]', () => {
    const workflow = read('.github/workflows/release.yml');
    const steps = ['npm test', 'release.mjs check', 'npm run build', 'npm run package:check', '--provenance', 'notes'];
    const places = steps.map((step) => workflow.indexOf(step));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
    expect(workflow).toContain('id-token: write');
  });

  it('stops when the tag, the manifest, and the changelog disagree [C59]', () => {
    const { version } = JSON.parse(read('package.json'));
    expect(release('check', 'v99.0.0')).toMatchObject({ code: 1, said: expect.stringContaining(version) });
    expect(release('notes', 'v99.0.0')).toMatchObject({ code: 1, said: expect.stringContaining('[99.0.0]') });
    expect(release('notes', 'vUnreleased').said).toContain('### Added');
  });

  it('packs everything that the README links to, and no sources [C59]', () => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const output = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [{ files }] = JSON.parse(output.slice(output.indexOf('[\n'))) as [{ files: { path: string }[] }];
    const names = files.map(({ path }) => path);
    const links = [...read('README.md').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => String(target));
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) {
      const inside = names.some((name) => name === link || name.startsWith(`${link.replace(/\/$/, '')}/`));
      expect([link, inside, existsSync(join(ROOT, link))]).toEqual([link, true, true]);
    }
    expect(names.filter((name) => /^(tests|scripts|server|admin|shared)\//.test(name))).toEqual([]);
  });
});
