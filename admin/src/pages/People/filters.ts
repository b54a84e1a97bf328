import { useMemo } from 'react';

import { AUTHENTICATOR_TYPES } from '../../../../shared/contracts/constants';
import { type KeysFilter, type PeopleSummary } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { choiceFilter, type FilterField } from '../parts';

export const FILTER_KEYS = ['status', 'method', 'keys', 'role'] as const;

/** Those who need attention come first. */
export const USUAL_ORDER = 'status';

/** Filters by method, keys, and role. The statuses are above the table. */
const KEYS: readonly KeysFilter[] = ['alone', 'uncounted', 'withdrawn'];

export const usePeopleFilters = (summary: PeopleSummary | undefined): FilterField[] => {
  const t = useWords('people');
  const shared = useWords('shared');
  return useMemo(() => {
    const methods = AUTHENTICATOR_TYPES.map((value) => ({ value, label: shared(`method.${value}.name`) }));
    const roles = (summary?.byRole ?? []).map(({ code, name }) => ({ value: code, label: name }));
    const delivered = { value: 'email,sms', label: t('coverage.delivered') };
    return [
      choiceFilter('method', t('filter.method'), [
        ...methods,
        delivered,
        { value: 'none', label: t('filter.method.none') },
      ]),
      choiceFilter(
        'keys',
        t('filter.keys'),
        KEYS.map((value) => ({ value, label: t(`filter.keys.${value}`) }))
      ),
      choiceFilter('role', t('filter.role'), roles),
    ];
  }, [summary, t, shared]);
};
