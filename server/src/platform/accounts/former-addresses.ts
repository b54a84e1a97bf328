/** Which addresses a person had lately. Whoever takes an account over begins by taking the mails along. Pure. */
import { z } from 'zod';

import type { Account } from './account';

/** For so long a replaced address is told what happens to the account, and the change counts against who made it. */
export const ADDRESS_REMEMBERED_MS = 72 * 3_600_000;

/** The oldest is the one that matters; between it and the last few nobody can push it out. */
const LATEST_KEPT = 4;

const formerSchema = z.object({
  email: z.string(),
  /** When it was replaced, UTC ms. */
  replacedAt: z.number(),
  /** Who replaced it; null: code of the host. */
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

/** Addresses that were replaced within the last 72 hours, oldest first. */
export const formerAddresses = (account: Remembered | null, now: number): FormerAddress[] =>
  read(account?.formerEmails ?? null).filter(({ replacedAt }) => now - replacedAt < ADDRESS_REMEMBERED_MS);

/** Whether anybody, the person included, changed the address within the last 72 hours. */
export const remembersAddresses = (account: Remembered | null, now: number): boolean =>
  formerAddresses(account, now).length > 0;

/** What the row remembers after `replaced`. */
export const addressAfter = (
  account: Remembered | null,
  replaced: FormerAddress
): Pick<Account, 'formerEmails' | 'emailChangedAt'> => {
  const [oldest, ...others] = [...formerAddresses(account, replaced.replacedAt), replaced];
  const kept = oldest ? [oldest, ...others.slice(-LATEST_KEPT)] : [];
  return { formerEmails: JSON.stringify(kept), emailChangedAt: replaced.replacedAt };
};
