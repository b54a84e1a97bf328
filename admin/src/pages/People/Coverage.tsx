import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { type PeopleSummary } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import {
  CoverageBar,
  CoverageLegend,
  percentOf,
  Rows,
  Section,
  sharesOf,
  StatusBadge,
  useUrl,
  useWhen,
  type Share,
} from '../parts';
import { AdminTokens } from './AdminTokens';

const METHOD_FILTER: Record<Share, string> = {
  webauthn: 'webauthn',
  totp: 'totp',
  delivered: 'email,sms',
  none: 'none',
};

const PRESSING = ['locked', 'must_enroll', 'in_grace', 'not_set_up'] as const;

const Plain = styled.button`
  background: none;
  border: 0;
  border-radius: ${({ theme }) => theme.borderRadius};
  cursor: pointer;
  margin-inline: -0.4rem;
  padding: 0.2rem 0.4rem;
  text-align: start;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;

const ByRole = ({ summary }: { summary: PeopleSummary }) => {
  const t = useWords('people');
  const url = useUrl();
  return (
    <Section title={t('roles.title')}>
      <Rows>
        {summary.byRole.map((role) => {
          const share = role.total === 0 ? 0 : Math.round((role.byStatus.protected / role.total) * 100);
          return (
            <Flex tag="li" key={role.code} direction="column" alignItems="stretch" gap={1}>
              <Flex justifyContent="space-between" gap={4}>
                <Plain
                  type="button"
                  title={t('roles.show', { role: role.name })}
                  onClick={() => url.change({ role: role.code })}
                >
                  <Typography textColor="neutral800">{role.name}</Typography>
                </Plain>
                <Typography textColor="neutral600">
                  {t('roles.protected', { count: role.byStatus.protected, total: role.total })}
                </Typography>
              </Flex>
              <Box aria-hidden background="neutral200" hasRadius height="4px" overflow="hidden">
                <Box background="success600" height="100%" style={{ width: `${share}%` }} />
              </Box>
            </Flex>
          );
        })}
      </Rows>
    </Section>
  );
};

/** How many people are protected, by what, and who needs attention. */
export const Coverage = ({ summary }: { summary: PeopleSummary }) => {
  const t = useWords('people');
  const when = useWhen();
  const url = useUrl();
  const shares = sharesOf(summary);
  return (
    <Grid.Root gap={6}>
      <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch" gap={6}>
        <Section title={t('coverage.title')} hint={t('coverage.asOf', { date: when.moment(summary.asOf) })}>
          <Typography variant="alpha" tag="p">
            {t('coverage.percent', { percent: percentOf(shares) })}
          </Typography>
          <CoverageBar shares={shares} />
          <CoverageLegend shares={shares} onShow={(share) => url.change({ method: METHOD_FILTER[share] })} />
          <Flex gap={4} wrap="wrap" tag="ul">
            {PRESSING.filter((status) => summary.byStatus[status] > 0).map((status) => (
              <li key={status}>
                <Plain type="button" onClick={() => url.change({ status })} data-status={status}>
                  <Flex gap={2}>
                    <StatusBadge status={status} />
                    <Typography fontWeight="bold" textColor="neutral800">
                      {summary.byStatus[status]}
                    </Typography>
                  </Flex>
                </Plain>
              </li>
            ))}
          </Flex>
        </Section>
        <AdminTokens tokens={summary.adminTokens} />
      </Grid.Item>
      <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch">
        <ByRole summary={summary} />
      </Grid.Item>
    </Grid.Root>
  );
};
