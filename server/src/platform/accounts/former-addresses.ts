/** A person's recent addresses. Someone who takes over an account starts by redirecting its emails. Pure. */
import { z } from 'zod';

import type { Account } from './account';

/**
 * How long a replaced address gets emails about the account, and how long the change counts against whoever made it.
 */
export const ADDRESS_REMEMBERED_MS = 72 * 3_600_000;

/** The oldest address matters most. Newer changes can't push it out. */
const LATEST_KEPT = 4;

const formerSchema = z.object({
  email: z.string(),
  /** When it was replaced, UTC ms. */
  replacedAt: z.number(),
  /** Who replaced it. Null for the host's own code. */
  by: z.object({ id: z.number(), email: z.string() }).nullable(),
});

/** An address that was replaced. */
export type FormerAddress = z.infer<typeof formerSchema>;

type Remembered = Pick<Account, 'formerEmails'>;

const read = (json: string | null): FormerAddress[] => {
  try {
    return z.array(formerSchema).parse(JSON.parse(json ?? '[]'));
  } catch {
    return [];
  }
};

/** Addresses replaced within the last 72 hours, oldest first. */
export const formerAddresses = (account: Remembered | null, now: number): FormerAddress[] =>
  read(account?.formerEmails ?? null).filter(({ replacedAt }) => now - replacedAt < ADDRESS_REMEMBERED_MS);

/** Whether anybody, including the person, changed the address within the last 72 hours. */
export const remembersAddresses = (account: Remembered | null, now: number): boolean =>
  formerAddresses(account, now).length > 0;

/** What the row stores after `replaced`. */
export const addressAfter = (
  account: Remembered | null,
  replaced: FormerAddress
): Pick<Account, 'formerEmails' | 'emailChangedAt'> => {
  const [oldest, ...others] = [...formerAddresses(account, replaced.replacedAt), replaced];
  const kept = oldest ? [oldest, ...others.slice(-LATEST_KEPT)] : [];
  return { formerEmails: JSON.stringify(kept), emailChangedAt: replaced.replacedAt };
};
