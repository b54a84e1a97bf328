import { useForm } from '@strapi/strapi/admin';

import { type PlannedRequirement, type Requirement } from '../../../../shared/contracts/types';
import { type PolicyFields } from '../../api';
import { dayIn } from './days';
import { usePolicyForm } from './use-policy-form';

/** When the levels of the form apply: as soon as they're saved, from a date on, or never (report only). */
export type Start = 'now' | 'date' | 'report';

/** A start two weeks from now is time enough to read an email and find a phone. */
const USUAL_DAYS = 14;

export const startOf = ({ planned }: Pick<PolicyFields, 'planned'>): Start =>
  planned === null ? 'now' : planned.startsAt === null ? 'report' : 'date';

/**
 * The levels that the form edits. While a start is planned, these are the plan's, and the levels in force stay as they
 * were saved.
 */
export const useLevels = () => {
  const { values, set } = usePolicyForm();
  const saved = useForm('Policy', (state) => state.initialValues) as PolicyFields;
  const { planned } = values;
  const { requirement, roles } = planned ?? values;

  const plan = (change: Partial<PlannedRequirement>) =>
    set('planned', { requirement, roles, startsAt: planned?.startsAt ?? null, ...change });

  const setStart = (start: Start): void => {
    if (start === 'now') {
      set('planned', null);
      set('requirement', requirement);
      set('roles', roles);
      return;
    }
    plan({ startsAt: start === 'report' ? null : (saved.planned?.startsAt ?? dayIn(USUAL_DAYS)) });
    set('requirement', saved.requirement);
    set('roles', saved.roles);
  };

  return {
    requirement,
    roles,
    start: startOf(values),
    startsAt: planned?.startsAt ?? null,
    setRequirement: (level: Requirement) => (planned ? plan({ requirement: level }) : set('requirement', level)),
    setRoles: (next: Record<string, Requirement>) => (planned ? plan({ roles: next }) : set('roles', next)),
    setStart,
    setStartsAt: (startsAt: string) => plan({ startsAt }),
  };
};
