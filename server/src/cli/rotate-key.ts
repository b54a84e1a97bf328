/** Re-encrypts everything with the first encryption key. Logins continue meanwhile. */
import { MfaError } from '../platform';
import { rekeys, type Authenticator } from '../factors';
import type { Container } from '../container';
import { EXIT, pairs, type Outcome } from './outcome';
import { CLI } from './people-commands';

const BATCH = 200;
/** A row that changes at the same moment is left to the next pass. */
const PASSES = 5;

interface Pass {
  rewritten: number;
  busy: number;
  unreadable: string[];
}

const rewriteBatch = async (container: Container, rows: readonly Authenticator[]): Promise<Pass> => {
  const { authenticators, audit, database, factors, keys } = container;
  const pass: Pass = { rewritten: 0, busy: 0, unreadable: [] };
  const changes = rows.flatMap((row) => {
    const factor = factors.factor(row.type);
    if (factor?.usability(row) === 'unreadable') pass.unreadable.push(row.uid);
    const change = factor && rekeys(factor) ? factor.rekey(row) : null;
    return change ? [{ row, change }] : [];
  });
  if (changes.length === 0) return pass;
  await database.transaction(async (trx) => {
    for (const { row, change } of changes) {
      if (await authenticators.rewrite(row, change, trx)) pass.rewritten += 1;
      else pass.busy += 1;
    }
    const details = { to: keys.activeId, rewritten: pass.rewritten };
    await audit.append({ type: 'key.rotated', outcome: 'success', actor: CLI, details }, trx);
  });
  return pass;
};

const everything = async (container: Container): Promise<Pass> => {
  const total: Pass = { rewritten: 0, busy: 0, unreadable: [] };
  for (let after: number | null = 0; after !== null;) {
    const { rows, place } = await container.authenticators.batch(after, BATCH);
    const pass = await rewriteBatch(container, rows);
    total.rewritten += pass.rewritten;
    total.busy += pass.busy;
    total.unreadable.push(...pass.unreadable);
    after = place;
  }
  return total;
};

/** Old keys that seal events within retention. Without them, these events can't be verified. */
const keptForTheTrail = async ({ audit, keys }: Container): Promise<string[]> => {
  const kept: string[] = [];
  for (const id of keys.ids) {
    if (id !== keys.activeId && (await audit.isSealedWith(id))) kept.push(id);
  }
  return kept;
};

const advice = (old: readonly string[], kept: readonly string[], ownOfStrapi: boolean): string[] => {
  const strapi = ownOfStrapi
    ? ['Strapi’s own key is in use under the ID "default", so leave ENCRYPTION_KEY as it is.']
    : [];
  if (old.length === 0) return [...strapi, 'There is no old key to remove.'];
  const free = old.filter((id) => !kept.includes(id));
  return [
    ...strapi,
    ...(free.length > 0
      ? [
          `You can remove these keys in ten minutes, when pending codes and enrollments have expired: ${free.join(', ')}.`,
        ]
      : []),
    ...(kept.length > 0
      ? [
          `Keep these keys in encryptionKeys until the events they seal are past retention: ${kept.join(', ')}. ` +
            'No method depends on them anymore, but verify-audit needs them to check those events.',
        ]
      : []),
  ];
};

/** Rows that no longer count when the key that sealed them is removed. */
const resealRows = async ({ accounts, database, factors, passes, policies }: Container): Promise<void> => {
  await database.transaction(async (trx) => {
    await policies.reseal(trx);
    await accounts.resealExemptions(trx);
    await passes.reseal(trx);
  });
  await factors.recovery.reseal();
};

export const rotateKey = async (container: Container): Promise<Outcome> => {
  const { activeId, ids } = container.keys;
  if (activeId === null)
    throw new MfaError('MFA_METHOD_UNAVAILABLE', {}, { message: 'This server has no encryption key.' });
  if (container.keys.flaw !== null) {
    const message = `The key "${activeId}" is a placeholder or too short to encrypt with. Put a random key first in encryptionKeys.`;
    throw new MfaError('MFA_METHOD_UNAVAILABLE', { reason: 'weak_encryption_key' }, { message });
  }
  let rewritten = 0;
  let last: Pass = { rewritten: 0, busy: 0, unreadable: [] };
  for (let pass = 0; pass < PASSES; pass += 1) {
    last = await everything(container);
    rewritten += last.rewritten;
    if (last.busy === 0) break;
  }
  const { busy, unreadable } = last;
  if (rewritten === 0) {
    const details = { to: activeId, rewritten: 0 };
    await container.audit.append({ type: 'key.rotated', outcome: 'success', actor: CLI, details });
  }
  await resealRows(container);
  const keep = await keptForTheTrail(container);
  const listed = ids.filter((id) => id !== activeId && container.config.encryptionKeys.some((key) => key.id === id));
  const lines = [
    ...pairs([
      ['active key', activeId],
      ['rewritten', rewritten],
      ['busy (run again)', busy],
      ['unreadable (key missing)', unreadable.length],
    ]),
    '',
    ...advice(
      listed,
      keep.filter((id) => listed.includes(id)),
      ids.length > container.config.encryptionKeys.length
    ),
  ];
  const wrong = busy > 0 || unreadable.length > 0;
  return { exitCode: wrong ? EXIT.wrong : EXIT.done, lines, data: { activeId, rewritten, busy, unreadable, keep } };
};
