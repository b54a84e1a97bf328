import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { type PeopleSummary } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { PRESSING, STATUSES, Swatch, useUrl } from '../parts';

const Chip = styled.button`
  align-items: center;
  background: ${({ theme }) => theme.colors.neutral0};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: 1.6rem;
  cursor: pointer;
  display: flex;
  flex: none;
  gap: ${({ theme }) => theme.spaces[2]};
  height: 3.2rem;
  padding: 0 ${({ theme }) => theme.spaces[3]};
  white-space: nowrap;

  &:hover {
    border-color: ${({ theme }) => theme.colors.primary600};
  }

  &[aria-pressed='true'] {
    background: ${({ theme }) => theme.colors.primary100};
    border-color: ${({ theme }) => theme.colors.primary600};
  }

  @media (forced-colors: active) {
    &[aria-pressed='true'] {
      border: 3px solid Highlight !important;
    }
  }
`;

/** On a narrow screen, one line that scrolls instead of five that push the list away. */
const Line = styled(Flex)`
  gap: ${({ theme }) => theme.spaces[2]};
  min-height: 3.2rem;
  overflow-x: auto;

  ${({ theme }) => theme.breakpoints.medium} {
    flex-wrap: wrap;
    overflow: visible;
  }
`;

const ATTENTION = PRESSING.join(',');

/** Everyone by status: the legend of the bar, and the filter of the list. The numbers add up to “All”. */
export const StatusChips = ({ summary }: { summary: PeopleSummary | undefined }) => {
  const t = useWords('people');
  const url = useUrl();
  const chosen = url.get('status');
  if (!summary) return <Box minHeight="3.2rem" />;
  const attention = PRESSING.reduce((sum, status) => sum + summary.byStatus[status], 0);
  const present = STATUSES.filter((status) => summary.byStatus[status] > 0 || chosen === status);
  const chip = (value: string, words: string, status?: (typeof STATUSES)[number]) => (
    <li key={value}>
      <Chip
        type="button"
        aria-pressed={chosen === value}
        data-status={status}
        onClick={() => url.change({ status: value === '' || chosen === value ? null : value })}
      >
        {status ? <Swatch status={status} /> : null}
        <Typography variant="pi" fontWeight={chosen === value ? 'bold' : 'regular'} textColor="neutral800">
          {words}
        </Typography>
        {status ? (
          <Typography variant="pi" fontWeight="bold" textColor="neutral800" data-count>
            {summary.byStatus[status]}
          </Typography>
        ) : null}
      </Chip>
    </li>
  );
  return (
    <Line tag="ul" data-mfa-page aria-label={t('filter.status')}>
      {chip(ATTENTION, t('chip.attention', { count: attention }))}
      {chip('', t('chip.all', { count: summary.total }))}
      {present.map((status) => chip(status, t(`status.${status}`), status))}
    </Line>
  );
};
