import { useCallback, useEffect } from 'react';

import { Box, Button, Flex, Loader, useNotifyAT } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';

import { useGetMfaActivityQuery, useGetMfaPatternsQuery } from '../../api';
import { useWords } from '../../i18n';
import { useUrl } from '../parts';
import { EventDetails } from './EventDetails';
import { EventTable } from './EventTable';
import { FilterBar } from './FilterBar';
import { useActivityFilters } from './filters';
import { Pager } from './Pager';
import { PATTERN_DAYS, Patterns } from './Patterns';
import { Total } from './Total';
import { NO_FILTERS, PAGE_SIZE, type useWanted } from './use-filters';

/** Announces the result to people who don't see the table change. */
const useAnnounced = (count: number | undefined): void => {
  const t = useWords('activity');
  const { notifyStatus } = useNotifyAT();
  useEffect(() => {
    if (count !== undefined) notifyStatus(t('announced', { count }));
  }, [count, notifyStatus, t]);
};

const FRESH = { refetchOnMountOrArgChange: true };

/** What needs attention, the filters, and a page of events. All of it appears at once, so that nothing moves. */
export const ActivityList = ({ wanted }: { wanted: ReturnType<typeof useWanted> }) => {
  const pages = useWords('pages');
  const url = useUrl();
  const { filters, cursor, page, open } = wanted;
  const patterns = useGetMfaPatternsQuery({ days: PATTERN_DAYS }, FRESH);
  const list = useGetMfaActivityQuery(
    { ...filters, limit: PAGE_SIZE, count: 'true', ...(cursor ? { cursor } : {}) },
    FRESH
  );
  const rows = list.data?.data ?? [];
  const names = list.data?.meta.names ?? {};
  const personOf = useCallback(
    (id: string): string | undefined => {
      const people = (list.data?.data ?? []).flatMap(({ actor, target }) => [actor, target]);
      const email = people.find((person) => String(person.id) === id)?.email;
      return list.data?.meta.names[id] ?? email ?? undefined;
    },
    [list.data]
  );
  const fields = useActivityFilters(personOf);
  useAnnounced(list.isFetching ? undefined : list.data?.data.length);

  if (list.isLoading || patterns.isLoading) {
    return (
      <Flex justifyContent="center" padding={11}>
        <Loader>{pages('loading')}</Loader>
      </Flex>
    );
  }
  const show = (seq: number | null) => url.change({ id: seq === null ? null : String(seq) }, { keepPlace: true });
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Patterns patterns={patterns.data ?? []} />
      <Flex direction="column" alignItems="stretch" gap={4}>
        <FilterBar
          fields={fields}
          system={wanted.system}
          total={<Total total={list.data?.meta.total} page={page} rows={rows.length} />}
        />
        {list.isError ? (
          <Page.Error
            content={pages('page.failed')}
            action={<Button onClick={() => void list.refetch()}>{pages('action.retry')}</Button>}
          />
        ) : (
          <Box aria-busy={list.isFetching} data-mfa-page>
            <EventTable
              rows={rows}
              names={names}
              onClear={wanted.filtered ? () => url.change(NO_FILTERS) : null}
              onOpen={({ seq }) => show(seq)}
              onFilter={(values) => url.change(values)}
            />
            <Pager cursor={cursor} next={list.data?.meta.nextCursor ?? null} page={page} />
          </Box>
        )}
      </Flex>
      {open ? (
        <EventDetails seq={open} rows={rows} names={names} onOpen={({ seq }) => show(seq)} onClose={() => show(null)} />
      ) : null}
    </Flex>
  );
};
