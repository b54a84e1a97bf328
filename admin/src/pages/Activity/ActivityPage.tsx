import { Box, Flex, Menu } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';

import { useWords } from '../../i18n';
import { ExportCard, useExport } from '../parts';
import { ActivityList } from './ActivityList';
import { useWanted } from './use-filters';
import { useVerify, VerifyButton, VerifyResult } from './Verify';

const FORMATS = ['csv', 'jsonl'] as const;

const ExportMenu = ({ onExport }: { onExport(format: (typeof FORMATS)[number]): void }) => {
  const t = useWords('activity');
  return (
    <Menu.Root>
      <Menu.Trigger size="S" variant="default" startIcon={<Download />}>
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

export const ActivityPage = ({ canExport }: { canExport: boolean }) => {
  const t = useWords('activity');
  const wanted = useWanted();
  const job = useExport();
  const verify = useVerify();

  const exportAs = (format: string) => {
    const query = new URLSearchParams({ ...wanted.filters, format });
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
          <Flex gap={2} wrap="wrap">
            <VerifyButton busy={verify.busy} verify={verify.verify} />
            {canExport ? <ExportMenu onExport={exportAs} /> : null}
          </Flex>
        }
      />
      <Layouts.Content>
        {verify.result ? (
          <Box paddingBottom={6}>
            <VerifyResult result={verify.result} />
          </Box>
        ) : null}
        <ActivityList wanted={wanted} />
      </Layouts.Content>
      <ExportCard job={job} />
    </Page.Main>
  );
};
