import { useEffect, useMemo, useState } from 'react';

import { Button, Flex, useNotifyAT } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { Layouts, Page, Pagination, SearchInput } from '@strapi/strapi/admin';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useGetMfaPeopleQuery, useGetMfaSummaryQuery } from '../../api';
import { useWords } from '../../i18n';
import { ExportCard, FilterButton, FilterTags, pick, useExport, useUrl } from '../parts';
import { AdminTokens } from './AdminTokens';
import { BulkModals } from './BulkModals';
import { Coverage } from './Coverage';
import { PersonActions, usePersonActions, type Asked } from './Actions';
import { FILTER_KEYS, USUAL_ORDER, usePeopleFilters } from './filters';
import { PeopleTable } from './PeopleTable';
import { PersonModal } from './PersonModal';
import { usePersonInUrl } from './use-person-in-url';
import { RemindButton, Reminders, useReminders } from './Remind';
import { useRights } from './rights';
import { type PersonAction } from './RowMenu';
import { useSelection } from './selection';
import { SelectionBar } from './SelectionBar';
import { StatusChips } from './StatusChips';
import { useBulk } from './use-bulk';

/** The state in the address: filters, order, page. */
const useWanted = () => {
  const url = useUrl();
  const search = url.get('_q');
  const sort = url.get('sort') || USUAL_ORDER;
  const filters = { ...pick(url.get, FILTER_KEYS), ...(search ? { search } : {}), sort };
  const page = Number(url.get('page')) || 1;
  const pageSize = Number(url.get('pageSize')) || 10;
  const clear = () => url.change(Object.fromEntries(['_q', ...FILTER_KEYS].map((key) => [key, null])));
  const narrowed = search !== '' || FILTER_KEYS.some((key) => url.get(key) !== '');
  return { filters, page, pageSize: Math.min(pageSize, 100), narrowed, clear };
};

/** Announces the result to people who don't see the table change. */
const useAnnounced = (count: number | undefined): void => {
  const t = useWords('people');
  const { notifyStatus } = useNotifyAT();
  useEffect(() => {
    if (count !== undefined) notifyStatus(t('announced', { count }));
  }, [count, notifyStatus, t]);
};

interface HeaderProps {
  /** People without a method, once they're counted. The buttons wait for it, so that none of them moves. */
  without: number | undefined;
  onRemind(): void;
  onExport(): void;
}

const Header = ({ without, onRemind, onExport }: HeaderProps) => {
  const t = useWords('people');
  const { remind } = useRights();
  return (
    <Layouts.Header
      id="mfa-people-title"
      title={t('page.title')}
      subtitle={t('page.subtitle')}
      primaryAction={
        without === undefined ? null : (
          <Flex gap={2} wrap="wrap">
            <Button variant="secondary" size="S" startIcon={<Download />} onClick={onExport}>
              {t('export.button')}
            </Button>
            {remind ? <RemindButton count={without} onAsk={onRemind} /> : null}
          </Flex>
        )
      }
    />
  );
};

export const PeoplePage = () => {
  const t = useWords('people');
  const pages = useWords('pages');
  const { filters, page, pageSize, narrowed, clear } = useWanted();
  // The search field keeps its own text. Cleared from outside, it starts anew.
  const [cleared, setCleared] = useState(0);
  const summary = useGetMfaSummaryQuery(undefined, { refetchOnMountOrArgChange: true });
  const people = useGetMfaPeopleQuery({ ...filters, page, pageSize }, { refetchOnMountOrArgChange: true });
  const fields = usePeopleFilters(summary.data);
  const job = useExport();
  const actions = usePersonActions({
    onGiven: () => {
      void people.refetch();
    },
  });
  const reminders = useReminders();
  const details = usePersonInUrl();
  const [asked, setAsked] = useState<Asked | null>(null);
  const rows = useMemo(() => people.data?.data ?? [], [people.data]);
  const selection = useSelection(rows, JSON.stringify([filters, page, pageSize]));
  const again = () => {
    void people.refetch();
    void summary.refetch();
  };
  const bulk = useBulk(again);
  useAnnounced(people.isFetching ? undefined : people.data?.meta.pagination.total);

  const act = (action: PersonAction, person: PersonRow) => {
    if (action === 'details') return details.open(person);
    if (action === 'remind') return reminders.ask([person.id]);
    if (action === 'endPass') return void actions.endPass(person);
    if (action === 'endExemption') return void actions.endExemption(person);
    setAsked({ action, person });
  };
  const exportCsv = () => {
    const query = new URLSearchParams(filters).toString();
    void job.start(`/mfa/users/export${query ? `?${query}` : ''}`, 'mfa-people.csv');
  };

  return (
    <Page.Main labelledBy="mfa-people-title">
      <Page.Title>{t('page.title')}</Page.Title>
      <Header
        without={summary.data?.byStrongest.none ?? (summary.isError ? 0 : undefined)}
        onExport={exportCsv}
        onRemind={() => reminders.ask(null)}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Coverage summary={summary.data} failed={summary.isError} onRetry={() => void summary.refetch()} />
          <StatusChips summary={summary.data} />
          <Flex gap={2} wrap="wrap">
            <SearchInput key={cleared} label={t('search.label')} placeholder={t('search.label')} />
            <FilterButton fields={fields} />
            <FilterTags fields={fields} />
          </Flex>
          <SelectionBar selection={selection} bulk={bulk} onRemind={reminders.ask} />
          {people.isError ? (
            <Page.Error
              content={pages('page.failed')}
              action={<Button onClick={() => void people.refetch()}>{pages('action.retry')}</Button>}
            />
          ) : (
            <div aria-busy={people.isFetching}>
              <PeopleTable
                rows={rows}
                loading={people.isFetching && !people.data}
                selection={selection}
                emptyAction={
                  narrowed ? (
                    <Button
                      variant="secondary"
                      onClick={() => {
                        clear();
                        setCleared(cleared + 1);
                      }}
                    >
                      {pages('action.clearFilters')}
                    </Button>
                  ) : undefined
                }
                onAction={act}
              />
              {people.data ? (
                <Pagination.Root {...people.data.meta.pagination} defaultPageSize={pageSize}>
                  <Pagination.PageSize />
                  <Pagination.Links />
                </Pagination.Root>
              ) : null}
            </div>
          )}
          {people.data && summary.data ? <AdminTokens tokens={summary.data.adminTokens} /> : null}
        </Flex>
      </Layouts.Content>
      {details.id !== null && asked === null && actions.idle && reminders.idle ? (
        <PersonModal key={details.id} id={details.id} onAction={act} onClose={details.close} />
      ) : null}
      <PersonActions asked={asked} actions={actions} onClose={() => setAsked(null)} />
      <BulkModals bulk={bulk} />
      <Reminders job={reminders} />
      <ExportCard job={job} />
    </Page.Main>
  );
};
