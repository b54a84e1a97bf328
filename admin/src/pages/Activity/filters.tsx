import { useMemo } from 'react';

import { TextInput } from '@strapi/design-system';

import { EVENT_TYPES, METHODS } from '../../../../shared/contracts/constants';
import { useWords } from '../../i18n';
import { choiceFilter, type FilterField } from '../parts';
import { PersonFilter } from './PersonFilter';

export const FILTER_KEYS = ['type', 'outcome', 'userId', 'method', 'ip', 'from', 'to'] as const;

/** The browser's own fields for days and addresses, because phones have good keyboards for them. */
const plain = (name: string, label: string, type: 'date' | 'text'): FilterField => ({
  name,
  label,
  say: (value) => value,
  control: (value, set) => (
    <TextInput size="S" type={type} value={value} autoComplete="off" onChange={(event) => set(event.target.value)} />
  ),
});

/** Filters by event, person, outcome, method, IP address, and time. */
export const useActivityFilters = (): FilterField[] => {
  const t = useWords('activity');
  const shared = useWords('shared');
  return useMemo(() => {
    const types = EVENT_TYPES.map((value) => ({ value, label: t(`event.${value}`) }));
    const methods = METHODS.map((value) => ({ value, label: shared(`method.${value}.name`) }));
    const outcomes = (['success', 'failure'] as const).map((value) => ({ value, label: t(`outcome.${value}`) }));
    return [
      choiceFilter('type', t('filter.event'), types),
      {
        name: 'userId',
        label: t('filter.person'),
        say: (value) => `#${value}`,
        control: (value, set) => <PersonFilter value={value} onChange={set} />,
      },
      choiceFilter('outcome', t('filter.outcome'), outcomes),
      choiceFilter('method', t('filter.method'), methods),
      plain('ip', t('filter.ip'), 'text'),
      plain('from', t('filter.from'), 'date'),
      plain('to', t('filter.to'), 'date'),
    ];
  }, [t, shared]);
};
