import { useAuth } from '@strapi/strapi/admin';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useRights, type Rights } from './rights';

export type PersonAction =
  'details' | 'reset' | 'unlock' | 'signOut' | 'exempt' | 'endExemption' | 'pass' | 'endPass' | 'remind';

/** After a reset that nobody followed in time, only another reset lets the person in. */
const resetRanOut = ({ mustEnrollUntil }: PersonRow): boolean =>
  mustEnrollUntil !== null && Date.parse(mustEnrollUntil) <= Date.now();

/** The possible actions for a person, if the administrator may do them and they make sense. */
const actionsFor = (person: PersonRow, rights: Rights): PersonAction[] => {
  const found: [PersonAction, boolean][] = [
    ['details', true],
    ['unlock', rights.reset && person.status === 'locked'],
    ['reset', rights.reset && (person.methods.length > 0 || resetRanOut(person))],
    ['signOut', rights.reset],
    ['pass', rights.reset && person.methods.length === 0],
    ['endPass', rights.reset && person.pass !== null],
    ['exempt', rights.exempt && person.exemptUntil === null],
    ['endExemption', rights.exempt && person.exemptUntil !== null],
    ['remind', rights.remind && person.methods.length === 0],
  ];
  return found.filter(([name, applies]) => applies && (name === 'details' || !person.aboveYou)).map(([name]) => name);
};

/** What the logged-in administrator can do for this person. Nobody acts on themselves here. */
export const useActionsFor = () => {
  const rights = useRights();
  const me = useAuth('useActionsFor', (state) => state.user?.id);
  const isMe = (person: PersonRow): boolean => me !== undefined && Number(me) === person.id;
  return {
    isMe,
    actionsFor: (person: PersonRow): PersonAction[] => (isMe(person) ? ['details'] : actionsFor(person, rights)),
    /** Whether the administrator may do this at all. Help is also offered where the menu has no item for it. */
    may: (person: PersonRow, action: PersonAction): boolean => {
      if (isMe(person) || person.aboveYou) return false;
      if (action === 'remind') return rights.remind;
      return action === 'exempt' || action === 'endExemption' ? rights.exempt : rights.reset;
    },
  };
};
