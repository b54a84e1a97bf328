import { useState } from 'react';

import { type PersonRow } from '../../../../shared/contracts/types';
import {
  useActOnMfaPersonMutation,
  givePass,
  isLost,
  useEndMfaExemptionMutation,
  useEndMfaPassMutation,
  useExemptMfaPersonMutation,
  type GivenPass,
} from '../../api';
import { useWords } from '../../i18n';
import { useReport, useWhen } from '../parts';
import { lookFor, useLostAnswer, type Attempt } from './lost-answer';

const nameOf = (person: PersonRow): string => person.name || person.email;

interface Shown {
  person: PersonRow;
  given: GivenPass;
}

type Sent = { error: unknown } | { data: unknown };

/**
 * Sends the requested action. The dialog closes first, so that a question from the gate doesn't appear above it. If the
 * answer is lost, it asks the server what happened before it says anything. `onGiven` runs after a pass was created
 * outside of the query client, which would have cached it. It refreshes the lists.
 */
export const usePersonActions = ({ onGiven }: { onGiven(): void }) => {
  const t = useWords('people');
  const when = useWhen();
  const report = useReport();
  const [act] = useActOnMfaPersonMutation();
  const [exempt] = useExemptMfaPersonMutation();
  const [end] = useEndMfaExemptionMutation();
  const [endPass] = useEndMfaPassMutation();
  const [shown, setShown] = useState<Shown | null>(null);
  const [running, setRunning] = useState(0);
  const lost = useLostAnswer();

  /** `done` says that it happened, now or after the server was asked. */
  const run = async (
    send: () => Promise<Sent>,
    attempt: Omit<Attempt, 'again'>,
    again: () => void = () => void run(send, attempt)
  ): Promise<void> => {
    lost.forget();
    setRunning((count) => count + 1);
    const answer = await send();
    setRunning((count) => count - 1);
    if (!('error' in answer)) return attempt.done();
    if (isLost(answer.error)) return lost.ask({ ...attempt, again });
    report.failed(answer.error);
  };

  /** The pass stays here until its dialog is closed, and isn't stored anywhere else. */
  const give = async (person: PersonRow, reason: string, hours: number, failed?: string): Promise<void> => {
    lost.forget();
    setRunning((count) => count + 1);
    const answer = await givePass(person.id, { reason, hours });
    setRunning((count) => count - 1);
    if (answer.ok) setShown({ person, given: answer.data });
    else if (isLost(answer.refusal)) {
      const again = () => void give(person, reason, hours, failed);
      await lost.ask({ person, action: 'pass', happened: () => lookFor.pass(person), again, done: onGiven });
    } else if (failed) report.wrong(failed);
    else report.failed(answer.refusal);
    onGiven();
  };

  return {
    shown,
    putAway: () => setShown(null),
    lost,
    /** Nothing is sent, shown, or unclear. */
    idle: running === 0 && shown === null && lost.lost === null,
    give,

    unlock: (person: PersonRow, reason: string) =>
      run(() => act({ id: person.id, action: 'unlock', reason }), {
        person,
        action: 'unlock',
        happened: () => lookFor.unlock(person),
        done: () => report.done(t('unlock.done', { name: nameOf(person) })),
      }),

    signOut: (person: PersonRow, reason: string) =>
      run(() => act({ id: person.id, action: 'sign-out', reason }), {
        person,
        action: 'signOut',
        happened: () => lookFor.signOut(person),
        done: () => report.done(t('signOut.done', { name: nameOf(person) })),
      }),

    reset: (person: PersonRow, reason: string, ids: string[] | undefined, hours: number | null) =>
      run(() => act({ id: person.id, action: 'reset', reason, ...(ids ? { authenticatorIds: ids } : {}) }), {
        person,
        action: 'reset',
        happened: () => lookFor.reset(person, ids),
        done: () => {
          report.done(t('reset.done', { name: nameOf(person) }));
          if (hours !== null) void give(person, reason, hours, t('pass.failed'));
        },
      }),

    exempt: (person: PersonRow, reason: string, expiresAt: string) =>
      run(() => exempt({ id: person.id, reason, expiresAt }), {
        person,
        action: 'exempt',
        happened: () => lookFor.exempt(person, expiresAt),
        done: () => report.done(t('exempt.done', { name: nameOf(person), date: when.date(expiresAt) })),
      }),

    endExemption: (person: PersonRow) =>
      run(() => end({ id: person.id }), {
        person,
        action: 'endExemption',
        happened: () => lookFor.endExemption(person),
        done: () => report.done(t('exempt.ended', { name: nameOf(person) })),
      }),

    endPass: (person: PersonRow) =>
      run(() => endPass({ id: person.id }), {
        person,
        action: 'endPass',
        happened: () => lookFor.endPass(person),
        done: () => report.done(t('pass.ended', { name: nameOf(person) })),
      }),
  };
};
