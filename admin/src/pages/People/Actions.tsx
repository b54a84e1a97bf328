import { useState } from 'react';

import { type PersonRow } from '../../../../shared/contracts/types';
import {
  useActOnMfaPersonMutation,
  givePass,
  isLost,
  useEndMfaExemptionMutation,
  useEndMfaPassMutation,
  useExemptMfaPersonMutation,
  type ActionKind,
  type GivenPass,
} from '../../api';
import { useWords, type WordKey } from '../../i18n';
import { useReport, useWhen } from '../parts';
import { ActionModal } from './ActionModal';
import { ExemptModal } from './ExemptModal';
import { PassModal, PassShown } from './PassModal';
import { ResetModal } from './ResetModal';
import { type PersonAction } from './RowMenu';

export interface Asked {
  action: PersonAction;
  person: PersonRow;
}

const nameOf = (person: PersonRow): string => person.name || person.email;

interface Shown {
  person: PersonRow;
  given: GivenPass;
}

/**
 * Sends the requested action. The dialog closes first, so that a question from the gate doesn't appear above it.
 * `onGiven` runs after a pass was created outside of the query client, which would have cached it. It refreshes the
 * lists.
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

  const settle = (answer: { error: unknown } | { data: unknown }, words: string): boolean => {
    if ('error' in answer) report.failed(answer.error);
    else report.done(words);
    return !('error' in answer);
  };

  /** The pass stays here until its dialog is closed, and isn't stored anywhere else. */
  const give = async (person: PersonRow, reason: string, hours: number, failed?: string) => {
    const answer = await givePass(person.id, { reason, hours });
    if (answer.ok) setShown({ person, given: answer.data });
    // Without an answer, there may be a pass that nobody has seen.
    else if (failed && !isLost(answer.refusal)) report.wrong(failed);
    else report.failed(answer.refusal);
    onGiven();
  };

  return {
    act: async (person: PersonRow, action: Exclude<ActionKind, 'reset'>, body: { reason: string }) => {
      const key: WordKey<'people'> = action === 'sign-out' ? 'signOut.done' : `${action}.done`;
      settle(await act({ id: person.id, action, ...body }), t(key, { name: nameOf(person) }));
    },
    shown,
    putAway: () => setShown(null),
    give,
    endPass: async (person: PersonRow) => {
      settle(await endPass({ id: person.id }), t('pass.ended', { name: nameOf(person) }));
    },
    reset: async (person: PersonRow, reason: string, authenticatorIds: string[] | undefined, hours: number | null) => {
      const answer = await act({
        id: person.id,
        action: 'reset',
        reason,
        ...(authenticatorIds ? { authenticatorIds } : {}),
      });
      const done = settle(answer, t('reset.done', { name: nameOf(person) }));
      if (done && hours !== null) await give(person, reason, hours, t('pass.failed'));
    },
    exempt: async (person: PersonRow, reason: string, expiresAt: string) => {
      const words = t('exempt.done', { name: nameOf(person), date: when.date(expiresAt) });
      settle(await exempt({ id: person.id, reason, expiresAt }), words);
    },
    endExemption: async (person: PersonRow) => {
      settle(await end({ id: person.id }), t('exempt.ended', { name: nameOf(person) }));
    },
  };
};

interface PersonActionsProps {
  asked: Asked | null;
  actions: ReturnType<typeof usePersonActions>;
  onClose(): void;
}

/** The dialog of the requested action. */
export const PersonActions = ({ asked, actions, onClose }: PersonActionsProps) => {
  const t = useWords('people');
  if (actions.shown) {
    return <PassShown person={actions.shown.person} given={actions.shown.given} onClose={actions.putAway} />;
  }
  if (!asked) return null;
  const { action, person } = asked;
  const name = nameOf(person);
  if (action === 'reset') {
    return (
      <ResetModal
        person={person}
        onClose={onClose}
        onReset={(reason, authenticatorIds, passHours) => {
          onClose();
          void actions.reset(person, reason, authenticatorIds, passHours);
        }}
      />
    );
  }
  if (action === 'exempt') {
    return (
      <ExemptModal
        person={person}
        onClose={onClose}
        onExempt={(reason, until) => {
          onClose();
          void actions.exempt(person, reason, until);
        }}
      />
    );
  }
  if (action === 'pass') {
    return (
      <PassModal
        person={person}
        onClose={onClose}
        onGive={(reason, hours) => {
          onClose();
          void actions.give(person, reason, hours);
        }}
      />
    );
  }
  if (action !== 'unlock' && action !== 'signOut') return null;
  return (
    <ActionModal
      title={t(`${action}.title`, { name })}
      line={t(`${action}.line`)}
      confirm={t(`${action}.confirm`)}
      danger={action === 'signOut'}
      onClose={onClose}
      onConfirm={(reason) => {
        onClose();
        void actions.act(person, action === 'signOut' ? 'sign-out' : 'unlock', { reason });
      }}
    />
  );
};
