import { type PersonRow } from '../../../../shared/contracts/types';
import {
  useActOnMfaPersonMutation,
  useEndMfaExemptionMutation,
  useExemptMfaPersonMutation,
  type ActionKind,
} from '../../api';
import { useWords, type WordKey } from '../../i18n';
import { useReport, useWhen } from '../parts';
import { ActionModal } from './ActionModal';
import { ExemptModal } from './ExemptModal';
import { ResetModal } from './ResetModal';
import { type PersonAction } from './RowMenu';

export interface Asked {
  action: PersonAction;
  person: PersonRow;
}

const nameOf = (person: PersonRow): string => person.name || person.email;

/** Sends what was asked for. The dialog is closed before, so that a question of the gate never stands over it. */
export const usePersonActions = () => {
  const t = useWords('people');
  const when = useWhen();
  const report = useReport();
  const [act] = useActOnMfaPersonMutation();
  const [exempt] = useExemptMfaPersonMutation();
  const [end] = useEndMfaExemptionMutation();

  const settle = (answer: { error: unknown } | { data: unknown }, words: string): void => {
    if ('error' in answer) report.failed(answer.error);
    else report.done(words);
  };

  return {
    act: async (person: PersonRow, action: ActionKind, body: { reason: string; authenticatorIds?: string[] }) => {
      const key: WordKey<'people'> = action === 'sign-out' ? 'signOut.done' : `${action}.done`;
      settle(await act({ id: person.id, action, ...body }), t(key, { name: nameOf(person) }));
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

/** The dialog of whatever was asked for. */
export const PersonActions = ({ asked, actions, onClose }: PersonActionsProps) => {
  const t = useWords('people');
  if (!asked) return null;
  const { action, person } = asked;
  const name = nameOf(person);
  if (action === 'reset') {
    return (
      <ResetModal
        person={person}
        onClose={onClose}
        onReset={(reason, authenticatorIds) => {
          onClose();
          void actions.act(person, 'reset', authenticatorIds ? { reason, authenticatorIds } : { reason });
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
