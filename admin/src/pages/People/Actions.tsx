import { type PersonRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { ActionModal } from './ActionModal';
import { type PersonAction } from './actions-for';
import { ExemptModal } from './ExemptModal';
import { LostAnswer } from './LostAnswer';
import { PassModal, PassShown } from './PassModal';
import { ResetModal } from './ResetModal';
import { type usePersonActions } from './use-person-actions';
import { Verify } from './Verify';

export { usePersonActions } from './use-person-actions';

export interface Asked {
  action: PersonAction;
  person: PersonRow;
}

interface PersonActionsProps {
  asked: Asked | null;
  actions: ReturnType<typeof usePersonActions>;
  onClose(): void;
}

/** The dialog of the requested action. */
export const PersonActions = ({ asked, actions, onClose }: PersonActionsProps) => {
  const t = useWords('people');
  const { lost, shown } = actions;
  if (shown) return <PassShown person={shown.person} given={shown.given} onClose={actions.putAway} />;
  if (lost.lost) {
    const { attempt, phase } = lost.lost;
    return <LostAnswer attempt={attempt} phase={phase} onAsk={() => void lost.ask(attempt)} onClose={lost.forget} />;
  }
  if (!asked) return null;
  const { action, person } = asked;
  const name = person.name || person.email;
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
      reasons={action === 'unlock' ? ['mistyped', 'new_phone', 'other'] : ['lost_phone', 'left_company', 'other']}
      danger={action === 'signOut'}
      after={action === 'unlock' ? <Verify person={person} /> : null}
      onClose={onClose}
      onConfirm={(reason) => {
        onClose();
        void actions[action](person, reason);
      }}
    />
  );
};
