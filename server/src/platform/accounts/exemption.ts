/**
 * The seal of an exemption. It lets somebody past the policy, so that beside a key only what this host has written counts:
 * a row that nobody sealed, or that was sealed with a key that is gone, exempts nobody.
 */
import { type KeyRing, rowIntegrity, sealRow } from '../crypto';
import { toMs } from '../store';

const KIND = 'exemption';

/** `until`: UTC ms. `by`: who gave it; null for the command line. */
export interface Exemption {
  until: number;
  by: number | null;
}

type Row = Record<string, unknown>;

const covered = (userId: number, { until, by }: Exemption) => [userId, until, by];

export const sealExemption = (keys: KeyRing, userId: number, exemption: Exemption): string | null =>
  sealRow(keys, KIND, covered(userId, exemption));

/** What a row of `mfa_accounts` says, believed or not. */
export const exemptionIn = (row: Row): Exemption | null => {
  const until = toMs(row.exempt_until);
  if (until === null) return null;
  return { until, by: row.exempt_by === null || row.exempt_by === undefined ? null : Number(row.exempt_by) };
};

export const isBelieved = (row: Row, exemption: Exemption, keys: KeyRing): boolean => {
  if (keys.activeId === null) return true;
  const seal = (row.exempt_seal ?? null) as string | null;
  return rowIntegrity(keys, KIND, covered(Number(row.user_id), exemption), seal) === 'intact';
};
