import { useMemo } from 'react';

import { TextInput } from '@strapi/design-system';

import { EVENT_TYPES, METHODS } from '../../../../shared/contracts/constants';
import { useWords } from '../../i18n';
import { choiceFilter, type FilterField } from '../parts';
import { PersonFilter } from './PersonFilter';
import { PRESETS, valueOf } from './presets';

/** The browser's own fields for days and addresses, because phones have good keyboards for them. */
const plain = (name: string, label: string, type: 'date' | 'text', resets?: readonly string[]): FilterField => ({
  name,
  label,
  say: (value) => value,
  control: (value, set) => (
    <TextInput size="S" type={type} value={value} autoComplete="off" onChange={(event) => set(event.target.value)} />
  ),
  ...(resets ? { resets } : {}),
});

/**
 * Filters by event, person, outcome, method, IP address, and time.
 *
 * @param personOf the name or address of a person by ID, if it's known
 */
export const useActivityFilters = (personOf: (id: string) => string | undefined): FilterField[] => {
  const t = useWords('activity');
  const shared = useWords('shared');
  return useMemo(() => {
    const presets = PRESETS.map((preset) => ({ value: valueOf(preset), label: t(preset.label) }));
    const types = EVENT_TYPES.map((value) => ({ value: String(value), label: t(`event.${value}`) }));
    const single = types.filter(({ value }) => !presets.some((preset) => preset.value === value));
    const methods = METHODS.map((value) => ({ value, label: shared(`method.${value}.name`) }));
    const outcomes = (['success', 'failure'] as const).map((value) => ({ value, label: t(`outcome.${value}`) }));
    return [
      choiceFilter('type', t('filter.event'), [...presets, ...single]),
      {
        name: 'userId',
        label: t('filter.person'),
        say: (value) => personOf(value) ?? `#${value}`,
        control: (value, set) => <PersonFilter value={value} onChange={set} />,
      },
      choiceFilter('outcome', t('filter.outcome'), outcomes),
      choiceFilter('method', t('filter.method'), methods),
      plain('ip', t('filter.ip'), 'text'),
      plain('from', t('filter.from'), 'date', ['span']),
      plain('to', t('filter.to'), 'date', ['span']),
    ];
  }, [t, shared, personOf]);
};
