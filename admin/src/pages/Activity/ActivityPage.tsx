import { useEffect } from 'react';

import { Box, Button, Flex, Menu, useNotifyAT } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';

import { useGetMfaActivityQuery } from '../../api';
import { useWords } from '../../i18n';
import { ExportCard, FilterButton, FilterTags, pick, useExport, useUrl } from '../parts';
import { EventDetails } from './EventDetails';
import { EventTable } from './EventTable';
import { FILTER_KEYS, useActivityFilters } from './filters';
import { Pager } from './Pager';
import { Patterns } from './Patterns';
import { useVerify, VerifyButton, VerifyResult } from './Verify';

const PAGE_SIZE = 25;
const FORMATS = ['csv', 'jsonl'] as const;

interface ExportMenuProps {
  disabled: boolean;
  onExport(format: (typeof FORMATS)[number]): void;
}

const ExportMenu = ({ disabled, onExport }: ExportMenuProps) => {
  const t = useWords('activity');
  return (
    <Menu.Root>
      <Menu.Trigger size="S" variant="default" startIcon={<Download />} disabled={disabled}>
        {t('export.button')}
      </Menu.Trigger>
      <Menu.Content popoverPlacement="bottom-end">
        {FORMATS.map((format) => (
          <Menu.Item key={format} onSelect={() => onExport(format)}>
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Content>
    </Menu.Root>
  );
};

/** Announces the result to people who don't see the table change. */
const useAnnounced = (count: number | undefined): void => {
  const t = useWords('activity');
  const { notifyStatus } = useNotifyAT();
  useEffect(() => {
    if (count !== undefined) notifyStatus(t('announced', { count }));
  }, [count, notifyStatus, t]);
};

export const ActivityPage = ({ canExport }: { canExport: boolean }) => {
  const t = useWords('activity');
  const pages = useWords('pages');
  const url = useUrl();
  const fields = useActivityFilters();
  const job = useExport();
  const verify = useVerify();
  const filters = pick(url.get, FILTER_KEYS);
  const cursor = url.get('cursor');
  const { data, isError, isFetching, refetch } = useGetMfaActivityQuery(
    { ...filters, limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) },
    { refetchOnMountOrArgChange: true }
  );
  const rows = data?.data ?? [];
  const open = url.get('id');
  const filtered = Object.keys(filters).length > 0;
  useAnnounced(isFetching ? undefined : data?.data.length);

  const exportAs = (format: string) => {
    const query = new URLSearchParams({ ...filters, format });
    void job.start(`/mfa/audit-events/export?${query.toString()}`, `mfa-activity.${format}`);
  };

  return (
    <Page.Main labelledBy="mfa-activity-title">
      <Page.Title>{t('page.title')}</Page.Title>
      <Layouts.Header
        id="mfa-activity-title"
        title={t('page.title')}
        subtitle={t('page.subtitle')}
        primaryAction={
          <Flex gap={2}>
            <VerifyButton busy={verify.busy} verify={verify.verify} />
            {canExport ? <ExportMenu disabled={rows.length === 0} onExport={exportAs} /> : null}
          </Flex>
        }
      />
      <Layouts.Action
        startActions={
          <>
            <FilterButton fields={fields} />
            <Button
              variant="tertiary"
              size="S"
              onClick={() => url.change({ type: 'verification.failed', outcome: 'failure' })}
            >
              {t('filter.failed')}
            </Button>
            <FilterTags fields={fields} />
          </>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6}>
          <VerifyResult result={verify.result} />
          {filtered || cursor ? null : <Patterns />}
          {isError ? (
            <Page.Error
              content={pages('page.failed')}
              action={<Button onClick={() => void refetch()}>{pages('action.retry')}</Button>}
            />
          ) : (
            <Box aria-busy={isFetching}>
              <EventTable
                rows={rows}
                loading={isFetching && !data}
                filtered={filtered}
                onOpen={(row) => url.change({ id: String(row.seq) }, { keepPlace: true })}
              />
              <Pager cursor={cursor} next={data?.meta.nextCursor ?? null} />
            </Box>
          )}
        </Flex>
      </Layouts.Content>
      {open && data ? (
        <EventDetails
          seq={open}
          row={rows.find(({ seq }) => String(seq) === open)}
          onClose={() => url.change({ id: null }, { keepPlace: true })}
        />
      ) : null}
      <ExportCard job={job} />
    </Page.Main>
  );
};
