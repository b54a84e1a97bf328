import { Badge, Box, Button, Flex, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';

import { type MeView, type TrustedBrowserView } from '../../../../shared/contracts/types';
import { useEndMyTrustedBrowserMutation } from '../../api';
import { useWords } from '../../i18n';
import { Section, useReport, useWhen, When } from '../parts';
import { DeviceIcon } from './DeviceIcon';

interface TableProps {
  browsers: TrustedBrowserView[];
  busy: boolean;
  onStop(browser: TrustedBrowserView): void;
}

const BrowserTable = ({ browsers, busy, onStop }: TableProps) => {
  const t = useWords('security');
  const when = useWhen();
  return (
    <Box overflow="auto">
      <Table colCount={4} rowCount={browsers.length + 1}>
        <Thead>
          <Tr>
            {(['trusted.browser', 'trusted.since', 'trusted.until', 'trusted.actions'] as const).map((key) => (
              <Th key={key}>
                <Typography variant="sigma">{t(key)}</Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {browsers.map((browser) => (
            <Tr key={browser.id}>
              <Td>
                <Flex gap={3} wrap="wrap" alignItems="center">
                  <DeviceIcon name={browser.name} />
                  <Typography textColor="neutral800">{browser.name}</Typography>
                  {browser.current ? (
                    <Badge backgroundColor="primary100" textColor="primary700">
                      {t('trusted.current')}
                    </Badge>
                  ) : null}
                </Flex>
              </Td>
              <Td>
                <Typography textColor="neutral800">{when.date(browser.createdAt)}</Typography>
              </Td>
              <Td>
                <Typography textColor="neutral800">
                  <When iso={browser.expiresAt} ahead />
                </Typography>
              </Td>
              <Td>
                <Button
                  variant="tertiary"
                  size="S"
                  disabled={busy}
                  aria-label={t('trusted.stop.label', { name: browser.name })}
                  onClick={() => onStop(browser)}
                >
                  {t('trusted.stop')}
                </Button>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Box>
  );
};

/** Trusted browsers, and how to stop trusting them. This never requires a proof. */
export const TrustedBrowsers = ({ me }: { me: MeView }) => {
  const t = useWords('security');
  const report = useReport();
  const [end, { isLoading }] = useEndMyTrustedBrowserMutation();
  const browsers = me.trustedBrowsers;

  const stop = async (browser: TrustedBrowserView | null) => {
    const answer = await end({ id: browser?.id ?? null });
    if ('error' in answer) return report.failed(answer.error);
    report.done(browser ? t('trusted.stopped', { name: browser.name }) : t('trusted.stoppedAll'));
  };

  // Without any, a line among the devices says so.
  if (browsers.length === 0) return null;
  return (
    <Section
      title={t('trusted.title')}
      hint={t('trusted.hint')}
      busy={isLoading}
      action={
        <Button variant="danger-light" startIcon={<Trash />} loading={isLoading} onClick={() => void stop(null)}>
          {t('trusted.stopAll')}
        </Button>
      }
    >
      <BrowserTable browsers={browsers} busy={isLoading} onStop={(browser) => void stop(browser)} />
    </Section>
  );
};
