/** Commands for a site that has moved, and for a copy that becomes a site of its own. */
import { MfaError } from '../platform';
import { keepsHandle, type Authenticator } from '../factors';
import type { Container } from '../container';
import { done, pairs, type Outcome } from './outcome';

const BATCH = 200;

const settled = async ({ home }: Container, more: readonly (readonly [string, unknown])[] = []): Promise<Outcome> => {
  const before = await home.standing();
  if (before.here === null) throw new MfaError('MFA_UNAVAILABLE');
  await home.adopt();
  const data = { from: before.home, to: before.here, ...Object.fromEntries(more) };
  return done(['Done.', ...pairs(Object.entries(data))], data);
};

export const moved = (container: Container): Promise<Outcome> => settled(container);

/** Stores in each passkey's row the handle that it was created with, so that the passkey keeps working here. */
const keepHandles = async (container: Container, rows: readonly Authenticator[]): Promise<number> => {
  const { accounts, authenticators, database, factors } = container;
  const people = await accounts.findMany([...new Set(rows.map(({ userId }) => userId))]);
  const changes = rows.flatMap((row) => {
    const [factor, account] = [factors.factor(row.type), people.get(row.userId)];
    const data = factor && account && keepsHandle(factor) ? factor.withHandle(row, account.userHandle) : null;
    return data ? [{ row, data }] : [];
  });
  return database.transaction(async (trx) => {
    let kept = 0;
    for (const { row, data } of changes) if (await authenticators.rewrite(row, { data }, trx)) kept += 1;
    return kept;
  });
};

/**
 * Stores every passkey's handle first, then gives everyone a new one. If the command is interrupted, it can run again,
 * because it skips passkeys that already have a stored handle.
 */
export const copied = async (container: Container): Promise<Outcome> => {
  let passkeys = 0;
  for (let after: number | null = 0; after !== null;) {
    const { rows, place } = await container.authenticators.batch(after, BATCH);
    passkeys += await keepHandles(container, rows);
    after = place;
  }
  const people = await container.accounts.renewHandles();
  return settled(container, [
    ['people', people],
    ['passkeys', passkeys],
  ]);
};
