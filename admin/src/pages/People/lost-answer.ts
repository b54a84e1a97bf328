import { useState } from 'react';

import { type PersonRow } from '../../../../shared/contracts/types';
import { readAccess, readPerson, readPersonSessions } from '../../api';
import { type Answer } from '../../factors';
import { type PersonAction } from './actions-for';

export type Undecided = Exclude<PersonAction, 'details' | 'remind'>;

/** An action whose answer was lost. Only the server knows whether it happened. */
export interface Attempt {
  person: PersonRow;
  action: Undecided;
  happened(): Promise<Answer<boolean>>;
  /** It happened. */
  done(): void;
  /** It didn't. */
  again(): void;
}

/** `unseen`: a pass that was created and never shown. */
export type Phase = 'asking' | 'unknown' | 'not_done' | 'unseen';

const LOCKS = ['locked', 'waiting', 'password_locked'];
/** The request may still be on its way. */
const SECOND_LOOK_MS = 1500;

const answered = <T, U>(answer: Answer<T>, read: (data: T) => U): Answer<U> =>
  answer.ok ? { ok: true, data: read(answer.data) } : answer;

/** Whether each action happened, told by the state that it leaves behind. `person`: as they were before. */
export const lookFor = {
  reset: async (person: PersonRow, ids?: readonly string[]) =>
    answered(await readPerson(person.id), (now) => {
      if (ids) return !now.authenticators.some(({ id }) => ids.includes(id));
      const fresh = person.methods.length > 0 || now.mustEnrollUntil !== person.mustEnrollUntil;
      return fresh && now.authenticators.length === 0;
    }),
  unlock: async ({ id }: PersonRow) =>
    answered(await readAccess(id), ({ findings }) => !findings.some(({ code }) => LOCKS.includes(code))),
  signOut: async ({ id }: PersonRow) => answered(await readPersonSessions(id), (sessions) => sessions.length === 0),
  exempt: async ({ id }: PersonRow, until: string) =>
    answered(await readPerson(id), ({ exemption }) => Date.parse(exemption?.until ?? '') === Date.parse(until)),
  endExemption: async ({ id }: PersonRow) => answered(await readPerson(id), ({ exemption }) => exemption === null),
  pass: async ({ id, pass: before }: PersonRow) =>
    answered(await readPerson(id), ({ pass }) => pass !== null && pass.expiresAt !== before?.expiresAt),
  endPass: async ({ id }: PersonRow) => answered(await readPerson(id), ({ pass }) => pass === null),
} satisfies Record<Undecided, (person: PersonRow, ...more: never[]) => Promise<Answer<boolean>>>;

export const useLostAnswer = () => {
  const [lost, setLost] = useState<{ attempt: Attempt; phase: Phase } | null>(null);

  const ask = async (attempt: Attempt): Promise<void> => {
    setLost({ attempt, phase: 'asking' });
    let answer = await attempt.happened();
    if (answer.ok && !answer.data) {
      await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
      answer = await attempt.happened();
    }
    if (!answer.ok) return setLost({ attempt, phase: 'unknown' });
    if (!answer.data) return setLost({ attempt, phase: 'not_done' });
    if (attempt.action === 'pass') return setLost({ attempt, phase: 'unseen' });
    setLost(null);
    attempt.done();
  };

  return { lost, ask, forget: () => setLost(null) };
};
