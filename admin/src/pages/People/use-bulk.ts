import { useState } from 'react';

import { type PersonRow } from '../../../../shared/contracts/types';
import { readRefusal, useActOnOneOfManyMutation, type BulkStep } from '../../api';
import { useWords } from '../../i18n';
import { useReport } from '../parts';
import { type BulkAction } from './selection';

export type AskedBulk = { action: Exclude<BulkAction, 'remind'>; people: PersonRow[] };

interface Running {
  action: AskedBulk['action'];
  done: number;
  total: number;
}

export interface BulkResult {
  action: AskedBulk['action'];
  done: number;
  failed: { person: PersonRow; reason: string }[];
}

const PATHS = { moreTime: 'exemption', unlock: 'unlock', signOut: 'sign-out' } as const;

/** After one of these, the rest isn't tried: the administrator canceled, or nobody would get another answer. */
const ENDING = ['MFA_REQUIRED', 'MFA_PASSWORD_REQUIRED', 'MFA_FORBIDDEN', 'MFA_UNAVAILABLE', 'UNREACHABLE'];

/**
 * Does something for several people, one after the other with the same requests as for one. If one of them is refused,
 * the others continue, and the result says who and why. `onDone` loads the list again.
 */
export const useBulk = (onDone: () => void) => {
  const t = useWords('people');
  const report = useReport();
  const [send] = useActOnOneOfManyMutation();
  const [asked, ask] = useState<AskedBulk | null>(null);
  const [running, setRunning] = useState<Running | null>(null);
  const [result, setResult] = useState<BulkResult | null>(null);

  const each = async ({ action, people }: AskedBulk, body: Pick<BulkStep, 'reason' | 'expiresAt'>) => {
    const failed: BulkResult['failed'] = [];
    let stopped = false;
    for (const [index, person] of people.entries()) {
      if (stopped) {
        failed.push({ person, reason: t('bulk.notTried') });
        continue;
      }
      setRunning({ action, done: index, total: people.length });
      const answer = await send({ id: person.id, action: PATHS[action], ...body });
      if (!('error' in answer)) continue;
      const refusal = readRefusal(answer.error);
      failed.push({ person, reason: report.words(refusal) });
      stopped = ENDING.includes(refusal.code);
    }
    return failed;
  };

  const run = async (job: AskedBulk, body: Pick<BulkStep, 'reason' | 'expiresAt'>) => {
    ask(null);
    const failed = await each(job, body);
    setRunning(null);
    onDone();
    const done = job.people.length - failed.length;
    if (failed.length === 0) report.done(t(`bulk.${job.action}.done`, { count: done }));
    else setResult({ action: job.action, done, failed });
  };

  return { asked, ask, running, run, result, forget: () => setResult(null) };
};

export type Bulk = ReturnType<typeof useBulk>;
