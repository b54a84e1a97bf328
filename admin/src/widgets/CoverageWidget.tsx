import { Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import { styled } from 'styled-components';

import { type PeopleSummary } from '../../../shared/contracts/types';
import { useGetMfaSummaryQuery } from '../api';
import { useWords, Words } from '../i18n';
import { CoverageBar, PRESSING, Swatch, useCoverageWords } from '../pages/parts';

const RowLink = styled(RouterLink)`
  align-items: center;
  border-radius: ${({ theme }) => theme.borderRadius};
  display: flex;
  gap: ${({ theme }) => theme.spaces[2]};
  padding: ${({ theme }) => theme.spaces[1]} ${({ theme }) => theme.spaces[2]};
  text-decoration: none;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;

/** The statuses that need somebody to act: the bar's legend, and links to who is meant. */
const Pressing = ({ summary }: { summary: PeopleSummary }) => {
  const t = useWords('people');
  const present = PRESSING.filter((status) => summary.byStatus[status] > 0);
  if (present.length === 0) return <Typography textColor="neutral600">{t('coverage.calm')}</Typography>;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch">
      {present.map((status) => (
        <li key={status}>
          <RowLink to={`/settings/mfa/people?status=${status}`}>
            <Swatch status={status} />
            <Typography textColor="neutral800" flex="1">
              {t(`status.${status}`)}
            </Typography>
            <Typography fontWeight="bold" textColor="neutral800">
              {summary.byStatus[status]}
            </Typography>
          </RowLink>
        </li>
      ))}
    </Flex>
  );
};

const Coverage = ({ summary }: { summary: PeopleSummary }) => {
  const sentence = useCoverageWords();
  return (
    <Flex height="100%" direction="column" justifyContent="center" alignItems="stretch" gap={4} data-mfa-page>
      <Typography variant="delta" tag="p" textColor="neutral800">
        {sentence(summary)}
      </Typography>
      <CoverageBar counted={summary} />
      <Pressing summary={summary} />
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
