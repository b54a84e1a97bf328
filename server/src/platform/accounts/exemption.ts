/**
 * The seal of an exemption. An exemption bypasses the policy, so once there is a key, only a row that this server wrote
 * counts. A row without a seal, or with one of a lost key, exempts nobody.
 */
import { type KeyRing, rowIntegrity, sealRow } from '../crypto';
import { toMs } from '../store';

const KIND = 'exemption';

/** `until`: UTC ms. `by`: who granted it. Null for the command line. */
export interface Exemption {
  until: number;
  by: number | null;
}

type Row = Record<string, unknown>;

const covered = (userId: number, { until, by }: Exemption) => [userId, until, by];

export const sealExemption = (keys: KeyRing, userId: number, exemption: Exemption): string | null =>
  sealRow(keys, KIND, covered(userId, exemption));

/** The exemption in a row of `mfa_accounts`, even if it doesn't count. */
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
