/** The differences between two policies, and their direction. Pure. */
import { isDeepStrictEqual } from 'node:util';

import { type PolicyFields, sha256Hex } from '../../platform';
import { POLICY_KEYS } from '../../policy';

export interface Change {
  key: keyof PolicyFields;
  from: unknown;
  to: unknown;
}

/** Old → new by key, in the order of the contract. The order within lists of methods and handlers has no meaning. */
export const changesBetween = (from: PolicyFields, to: PolicyFields): Change[] =>
  POLICY_KEYS.filter((key) => !isDeepStrictEqual(comparable(from[key]), comparable(to[key]))).map((key) => ({
    key,
    from: from[key],
    to: to[key],
  }));

const comparable = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value);

const RECORDED_LENGTH = 1500;

const short = (value: unknown): unknown => {
  const text = JSON.stringify(value);
  return text.length > RECORDED_LENGTH ? { length: text.length, sha256: sha256Hex(text) } : value;
};

/** A change as the audit trail stores it. One very long value must not push the others out of the row. */
export const recorded = ({ key, from, to }: Change): Change => ({ key, from: short(from), to: short(to) });
