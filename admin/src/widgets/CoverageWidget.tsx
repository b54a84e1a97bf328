import { Box, Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import { styled } from 'styled-components';

import { type PeopleSummary } from '../../../shared/contracts/types';
import { useGetMfaSummaryQuery } from '../api';
import { useWords, Words } from '../i18n';
import { CoverageBar, percentOf, sharesOf } from '../pages/parts';

const PRESSING = ['not_set_up', 'must_enroll', 'locked'] as const;

const NumberLink = styled(RouterLink)`
  border-radius: ${({ theme }) => theme.borderRadius};
  display: block;
  flex: 1;
  padding: ${({ theme }) => theme.spaces[2]};
  text-align: center;
  text-decoration: none;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;

const Coverage = ({ summary }: { summary: PeopleSummary }) => {
  const t = useWords('people');
  const shares = sharesOf(summary);
  return (
    <Flex height="100%" direction="column" justifyContent="center" alignItems="stretch" gap={5}>
      <Typography variant="alpha" tag="p" textAlign="center" textColor="neutral800">
        {t('coverage.percent', { percent: percentOf(shares) })}
      </Typography>
      <Box>
        <CoverageBar shares={shares} height="1.6rem" />
      </Box>
      <Flex gap={2} alignItems="stretch">
        {PRESSING.map((status) => (
          <NumberLink key={status} to={`/settings/mfa/people?status=${status}`}>
            <Typography variant="delta" tag="p" textColor="neutral800">
              {summary.byStatus[status]}
            </Typography>
            <Typography variant="pi" textColor="neutral600">
              {t(`status.${status}`)}
            </Typography>
          </NumberLink>
        ))}
      </Flex>
    </Flex>
  );
};

const Loaded = () => {
  const { data: summary, isError } = useGetMfaSummaryQuery();
  if (isError) return <Widget.Error />;
  if (!summary) return <Widget.Loading />;
  return summary.total === 0 ? <Widget.NoData /> : <Coverage summary={summary} />;
};

export const CoverageWidget = () => (
  <Words areas={['people']} fallback={<Widget.Loading />}>
    <Loaded />
  </Words>
);
