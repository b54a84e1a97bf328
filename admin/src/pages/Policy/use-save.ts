import { useState } from 'react';

import { type PolicyView } from '../../../../shared/contracts/types';
import { isLost, readPolicy, readRefusal, useSaveMfaPolicyMutation, type PolicyFields } from '../../api';
import { type Refusal } from '../../factors';
import { useWords } from '../../i18n';
import { useReport } from '../parts';

export interface LockedOut {
  reasons: string[];
  people: string[];
}

/** Why the last save was refused, for the notice above the form. */
export type SaveRefusal =
  { kind: 'changed' } | { kind: 'lockOut'; lockedOut: LockedOut } | { kind: 'said'; words: string };

const isText = (value: unknown): value is string => typeof value === 'string';

const nameOf = (user: unknown): string[] => {
  if (typeof user !== 'object' || user === null) return [];
  const { name, email } = user as { name?: unknown; email?: unknown };
  const found = [name, email].find((value) => isText(value) && value !== '');
  return isText(found) ? [found] : [];
};

const lockedOutOf = ({ details }: Refusal): LockedOut => ({
  reasons: Array.isArray(details.reasons) ? details.reasons.filter(isText) : [],
  people: Array.isArray(details.users) ? details.users.flatMap(nameOf) : [],
});

/** Attestation requires metadata, which only the configuration can provide. */
const namesAttestation = ({ code, details }: Refusal): boolean =>
  code === 'MFA_INVALID_REQUEST' &&
  Array.isArray(details.errors) &&
  details.errors.some(({ path }: { path?: unknown }) => Array.isArray(path) && path.includes('attestation'));

const TIDY = (fields: PolicyFields): PolicyFields => ({
  ...fields,
  stepUpActions: fields.stepUpActions.filter((line) => line !== ''),
  helpTexts: Object.fromEntries(Object.entries(fields.helpTexts).filter(([, text]) => text !== '')),
});

/** Nested objects may come back in another order. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => one.localeCompare(other)))
    : value;

const holds = (view: PolicyView, fields: PolicyFields): boolean => {
  const has = view as unknown as Record<string, unknown>;
  return Object.entries(fields).every(
    ([key, value]) => JSON.stringify(value, sorted) === JSON.stringify(has[key], sorted)
  );
};

/** Saves the policy and classifies the response: saved, refused with a reason for a notice, or a plain failure. */
export const useSave = (view: PolicyView) => {
  const t = useWords('policy');
  const report = useReport();
  const [refused, setRefused] = useState<SaveRefusal | null>(null);
  const [send] = useSaveMfaPolicyMutation();

  const refuse = (thrown: unknown): void => {
    const refusal = readRefusal(thrown);
    if (refusal.code === 'MFA_POLICY_CHANGED') return setRefused({ kind: 'changed' });
    if (refusal.code === 'MFA_POLICY_WOULD_LOCK_OUT') {
      return setRefused({ kind: 'lockOut', lockedOut: lockedOutOf(refusal) });
    }
    if (refusal.code === 'MFA_POLICY_LOCKED') return setRefused({ kind: 'said', words: t('save.locked') });
    if (namesAttestation(refusal)) return setRefused({ kind: 'said', words: t('keys.attestation.noMetadata') });
    if (refusal.code === 'MFA_TARGET_ABOVE_YOU') return setRefused({ kind: 'said', words: t('save.above') });
    report.failed(refusal);
  };

  /** Without a response, this asks the server for its current policy. True if it's the one that was sent. */
  const lookFor = async (fields: PolicyFields): Promise<boolean> => {
    const now = await readPolicy();
    if (!now.ok) setRefused({ kind: 'said', words: t('save.unknown') });
    else if (now.data.updatedAt === view.updatedAt) setRefused({ kind: 'said', words: t('save.notArrived') });
    else if (holds(now.data, fields)) return true;
    else setRefused({ kind: 'changed' });
    return false;
  };

  /** Resolves to true if the policy was saved. */
  const save = async (fields: PolicyFields): Promise<boolean> => {
    setRefused(null);
    const answer = await send({ ...TIDY(fields), updatedAt: view.updatedAt });
    if ('error' in answer && isLost(answer.error)) {
      if (!(await lookFor(TIDY(fields)))) return false;
    } else if ('error' in answer) {
      refuse(answer.error);
      return false;
    }
    report.done(t('save.done'));
    return true;
  };

  return { save, refused, forget: () => setRefused(null) };
};
