import { useEffect, useMemo, useState } from 'react';

import { useAuth } from '@strapi/strapi/admin';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useRights, type Rights } from './rights';

export interface Selection {
  /** False if the administrator may do nothing with several people. */
  offered: boolean;
  /** The selected people of this page, as they are now. */
  people: PersonRow[];
  /** How many of this page can be selected. */
  possible: number;
  all: boolean;
  has(id: number): boolean;
  /** Why someone can't be selected. */
  obstacle(person: PersonRow): 'yourself' | 'aboveYou' | null;
  toggle(id: number): void;
  toggleAll(): void;
  clear(): void;
}

/** `place`: the filters, order, and page. On another one, nothing is selected, so nobody acts on people unseen. */
export const useSelection = (rows: PersonRow[], place: string): Selection => {
  const me = Number(useAuth('MfaPeopleSelection', (state) => state.user?.id) ?? 0);
  const { remind, exempt, reset } = useRights();
  const [ids, setIds] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => setIds(new Set()), [place]);

  return useMemo(() => {
    const obstacle: Selection['obstacle'] = (person) => {
      if (person.id === me) return 'yourself';
      return person.aboveYou ? 'aboveYou' : null;
    };
    const possible = rows.filter((person) => obstacle(person) === null);
    const people = possible.filter(({ id }) => ids.has(id));
    const all = people.length === possible.length && people.length > 0;
    return {
      offered: remind || exempt || reset,
      people,
      possible: possible.length,
      all,
      has: (id) => ids.has(id),
      obstacle,
      toggle: (id) =>
        setIds((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id])),
      toggleAll: () => setIds(new Set(all ? [] : possible.map(({ id }) => id))),
      clear: () => setIds(new Set()),
    };
  }, [rows, ids, me, remind, exempt, reset]);
};

export type BulkAction = 'remind' | 'moreTime' | 'unlock' | 'signOut';

const WITHOUT = ['must_enroll', 'in_grace', 'not_set_up', 'exempt'];

const APPLIES: Record<BulkAction, (person: PersonRow) => boolean> = {
  remind: ({ methods, status }) => methods.length === 0 && status !== 'exempt',
  moreTime: ({ status }) => WITHOUT.includes(status),
  unlock: ({ status }) => status === 'locked',
  signOut: () => true,
};

const MAY: Record<BulkAction, keyof Rights> = {
  remind: 'remind',
  moreTime: 'exempt',
  unlock: 'reset',
  signOut: 'reset',
};

/** The actions that the administrator may do, each with those of the people to whom it applies. */
export const useBulkActions = (people: PersonRow[]): { action: BulkAction; people: PersonRow[] }[] => {
  const rights = useRights();
  return (['remind', 'moreTime', 'unlock', 'signOut'] as const)
    .filter((action) => rights[MAY[action]])
    .map((action) => ({ action, people: people.filter(APPLIES[action]) }));
};
