/**
 * The steps of a release that are more than one command. The release workflow runs them; they run on a laptop as well.
 *
 *   node scripts/release.mjs check v1.2.3       the tag, package.json, and CHANGELOG.md name the same version
 *   node scripts/release.mjs notes v1.2.3       prints that version's part of the changelog
 *   node scripts/release.mjs manifest <url>     writes the repository's address into package.json: the registry checks it
 *                                               against the workflow that publishes, and resolves the README's links by it
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { Hint, giveUp, inRoot } from './lib/step.mjs';

const manifest = () => JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
const versionOf = (tag) => tag.replace(/^v/, '');

/** The part below `## [version]`, without its heading. Null if the changelog has none. */
export const notesOf = (changelog, version) => {
  const parts = changelog.split(/^## /m);
  const part = parts.find((text) => text.startsWith(`[${version}]`));
  return part ? part.slice(part.indexOf('\n')).trim() : null;
};

const notes = (tag) => {
  const found = notesOf(readFileSync(inRoot('CHANGELOG.md'), 'utf8'), versionOf(tag));
  if (!found) throw new Hint(`CHANGELOG.md has nothing under "## [${versionOf(tag)}]".`);
  return found;
};

const check = (tag) => {
  const { version } = manifest();
  if (version !== versionOf(tag)) throw new Hint(`The tag is ${tag}, package.json says ${version}.`);
  notes(tag);
};

const placed = (url) => ({
  ...manifest(),
  repository: { type: 'git', url: `git+${url}.git` },
  homepage: `${url}#readme`,
  bugs: { url: `${url}/issues` },
});

const COMMANDS = {
  check: (tag) => check(tag),
  notes: (tag) => console.log(notes(tag)),
  manifest: (url) => writeFileSync(inRoot('package.json'), `${JSON.stringify(placed(url), null, 2)}\n`),
};

const main = async () => {
  const [command, operand] = process.argv.slice(2);
  if (!COMMANDS[command] || !operand)
    throw new Hint('Usage: node scripts/release.mjs check|notes|manifest <tag or address>');
  COMMANDS[command](operand);
};

if (process.argv[1]?.endsWith('release.mjs')) main().catch(giveUp);
