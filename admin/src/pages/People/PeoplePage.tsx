import { useEffect, useState } from 'react';

import { Button, Flex, useNotifyAT } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { Layouts, Page, Pagination, SearchInput } from '@strapi/strapi/admin';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useGetMfaPeopleQuery, useGetMfaSummaryQuery } from '../../api';
import { useWords } from '../../i18n';
import { ExportCard, FilterButton, FilterTags, pick, useExport, useUrl } from '../parts';
import { Coverage } from './Coverage';
import { PersonActions, usePersonActions, type Asked } from './Actions';
import { FILTER_KEYS, usePeopleFilters } from './filters';
import { PeopleTable } from './PeopleTable';
import { PersonModal } from './PersonModal';
import { RemindButton, Reminders, useReminders } from './Remind';
import { useRights } from './rights';
import { type PersonAction } from './RowMenu';

/** The state in the address: filters, order, page. */
const useWanted = () => {
  const url = useUrl();
  const search = url.get('_q');
  const filters = { ...pick(url.get, FILTER_KEYS), ...(search ? { search } : {}) };
  const page = Number(url.get('page')) || 1;
  const pageSize = Number(url.get('pageSize')) || 10;
  return { filters, page, pageSize: Math.min(pageSize, 100) };
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
  selected: PersonRow[];
  onRemind(): void;
  onExport(): void;
}

const Header = ({ selected, onRemind, onExport }: HeaderProps) => {
  const t = useWords('people');
  const { remind } = useRights();
  return (
    <Layouts.Header
      id="mfa-people-title"
      title={t('page.title')}
      subtitle={t('page.subtitle')}
      primaryAction={
        <Flex gap={2} wrap="wrap">
          <Button variant="secondary" size="S" startIcon={<Download />} onClick={onExport}>
            {t('export.button')}
          </Button>
          {remind ? <RemindButton selected={selected.length} onAsk={onRemind} /> : null}
        </Flex>
      }
    />
  );
};

export const PeoplePage = () => {
  const t = useWords('people');
  const pages = useWords('pages');
  const { filters, page, pageSize } = useWanted();
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
  const [asked, setAsked] = useState<Asked | null>(null);
  const [selected, setSelected] = useState<PersonRow[]>([]);
  const rows = people.data?.data ?? [];
  useAnnounced(people.isFetching ? undefined : people.data?.meta.pagination.total);

  const act = (action: PersonAction, person: PersonRow) => {
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
        selected={selected}
        onExport={exportCsv}
        onRemind={() => reminders.ask(selected.length > 0 ? selected.map(({ id }) => id) : null)}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6}>
          {summary.data ? <Coverage summary={summary.data} /> : null}
          <Flex gap={2} wrap="wrap">
            <SearchInput label={t('search.label')} placeholder={t('search.label')} />
            <FilterButton fields={fields} />
            <FilterTags fields={fields} />
          </Flex>
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
                selected={selected}
                onSelect={setSelected}
                onAction={act}
              />
              <Pagination.Root {...people.data?.meta.pagination} defaultPageSize={pageSize}>
                <Pagination.PageSize />
                <Pagination.Links />
              </Pagination.Root>
            </div>
          )}
        </Flex>
      </Layouts.Content>
      {asked?.action === 'details' ? (
        <PersonModal person={asked.person} onAction={act} onClose={() => setAsked(null)} />
      ) : null}
      <PersonActions asked={asked} actions={actions} onClose={() => setAsked(null)} />
      <Reminders job={reminders} />
      <ExportCard job={job} />
    </Page.Main>
  );
};
