import { useMemo } from 'react';

import { AUTHENTICATOR_TYPES } from '../../../../shared/contracts/constants';
import { type KeysFilter, type PeopleSummary, type PersonStatus } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { choiceFilter, type FilterField } from '../parts';

export const FILTER_KEYS = ['status', 'method', 'keys', 'role', 'sort'] as const;

/** Most urgent first. */
const STATUSES: readonly PersonStatus[] = [
  'locked',
  'must_enroll',
  'in_grace',
  'not_set_up',
  'weak',
  'exempt',
  'protected',
];

/** Filters by status, method, and role. */
const KEYS: readonly KeysFilter[] = ['alone', 'uncounted', 'withdrawn'];

export const usePeopleFilters = (summary: PeopleSummary | undefined): FilterField[] => {
  const t = useWords('people');
  const shared = useWords('shared');
  return useMemo(() => {
    const statuses = STATUSES.map((value) => ({ value, label: t(`status.${value}`) }));
    const methods = AUTHENTICATOR_TYPES.map((value) => ({ value, label: shared(`method.${value}.name`) }));
    const roles = (summary?.byRole ?? []).map(({ code, name }) => ({ value: code, label: name }));
    const delivered = { value: 'email,sms', label: t('coverage.delivered') };
    return [
      choiceFilter('status', t('filter.status'), statuses),
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
