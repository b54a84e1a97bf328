import { useId } from 'react';

import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';

import { type CoverageDay } from '../../../../shared/contracts/coverage';
import { useGetMfaCoverageQuery } from '../../api';
import { useWords } from '../../i18n';
import { Fold, PartFailed, percentOf, useWhen } from '../parts';

const DAYS = 90;
const DAY_MS = 86_400_000;
const WIDTH = 600;
const HEIGHT = 120;

const Chart = styled.svg`
  display: block;
  height: 12rem;
  overflow: visible;
  width: 100%;

  .grid {
    stroke: ${({ theme }) => theme.colors.neutral200};
    stroke-width: 1;
  }

  .area {
    fill: ${({ theme }) => theme.colors.success600};
    opacity: 0.12;
  }

  .line {
    fill: none;
    stroke: ${({ theme }) => theme.colors.success600};
    stroke-linejoin: round;
    stroke-width: 2.5;
  }

  .now {
    stroke: ${({ theme }) => theme.colors.success600};
    stroke-linecap: round;
    stroke-width: 9;
  }

  @media (forced-colors: active) {
    .grid {
      stroke: GrayText;
    }

    .line,
    .now {
      stroke: CanvasText;
    }

    .area {
      display: none;
    }
  }
`;

/** A day in UTC, whatever the reader's time zone. */
const useDay = () => {
  const { formatDate } = useIntl();
  return (day: string): string => formatDate(`${day}T12:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' });
};

interface Point {
  x: number;
  y: number;
}

/** The right edge is today. A day that nobody counted is crossed by a straight line. */
const pointsOf = (days: readonly CoverageDay[]): Point[] => {
  const last = Date.parse(days.at(-1)?.day ?? '');
  return days.map((one) => ({
    x: WIDTH - ((last - Date.parse(one.day)) / ((DAYS - 1) * DAY_MS)) * WIDTH,
    y: one.total === 0 ? HEIGHT : HEIGHT - (one.byStatus.protected / one.total) * HEIGHT,
  }));
};

const Axis = ({ children }: { children: [string, string] }) => (
  <Flex justifyContent="space-between" paddingTop={1} aria-hidden>
    {children.map((text) => (
      <Typography key={text} variant="pi" textColor="neutral600">
        {text}
      </Typography>
    ))}
  </Flex>
);

const Drawn = ({ days }: { days: readonly CoverageDay[] }) => {
  const t = useWords('people');
  const say = useDay();
  const id = useId();
  const points = pointsOf(days);
  const [first, last] = [days[0], days.at(-1)];
  const end = points.at(-1);
  if (!first || !last || !end) return null;
  const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ');
  return (
    <Box>
      <Typography variant="pi" textColor="neutral600" aria-hidden>
        100%
      </Typography>
      <Chart
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-desc`}
      >
        <title id={`${id}-title`}>{t('history.title')}</title>
        <desc id={`${id}-desc`}>
          {t('history.desc', {
            from: say(first.day),
            first: percentOf(first),
            to: say(last.day),
            last: percentOf(last),
          })}
        </desc>
        {[0, HEIGHT / 2, HEIGHT].map((y) => (
          <line key={y} className="grid" x1="0" x2={WIDTH} y1={y} y2={y} vectorEffect="non-scaling-stroke" />
        ))}
        <path className="area" d={`${line} L${WIDTH} ${HEIGHT} L${points[0]?.x.toFixed(1)} ${HEIGHT} Z`} />
        <path className="line" d={line} vectorEffect="non-scaling-stroke" />
        <path className="now" d={`M${end.x} ${end.y} h0.01`} vectorEffect="non-scaling-stroke" />
      </Chart>
      <Axis>
        {[say(new Date(Date.parse(last.day) - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10)), say(last.day)]}
      </Axis>
    </Box>
  );
};

const Numbers = styled.table`
  border-collapse: collapse;
  width: 100%;

  th,
  td {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
    padding: ${({ theme }) => theme.spaces[2]};
    text-align: start;
  }
`;

const AsTable = ({ days }: { days: readonly CoverageDay[] }) => {
  const t = useWords('people');
  const say = useDay();
  const cell = (text: string, heading = false) => (
    <Typography variant="pi" fontWeight={heading ? 'bold' : 'regular'} textColor="neutral800">
      {text}
    </Typography>
  );
  return (
    <Box maxHeight="24rem" overflow="auto" tabIndex={0} role="region" aria-label={t('history.title')}>
      <Numbers>
        <thead>
          <tr>
            <th scope="col">{cell(t('history.day'), true)}</th>
            <th scope="col">{cell(t('status.protected'), true)}</th>
          </tr>
        </thead>
        <tbody>
          {[...days].reverse().map((one) => (
            <tr key={one.day}>
              <td>{cell(say(one.day))}</td>
              <td>
                {cell(
                  t('history.value', {
                    count: one.byStatus.protected,
                    total: one.total,
                    percent: percentOf(one),
                  })
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </Numbers>
    </Box>
  );
};

/** How many percent of the people were protected on each of the last 90 days: a line, and the numbers as a table. */
export const CoverageLine = () => {
  const t = useWords('people');
  const when = useWhen();
  const { data, isError, refetch } = useGetMfaCoverageQuery({ days: DAYS }, { refetchOnMountOrArgChange: true });
  return (
    <Flex direction="column" alignItems="stretch" gap={3} tag="section" aria-label={t('history.title')}>
      <Typography variant="delta" tag="h2">
        {t('history.title')}
      </Typography>
      {isError ? <PartFailed onRetry={() => void refetch()} /> : null}
      {!data && !isError ? <Loader small /> : null}
      {data && data.since === null ? (
        <Typography textColor="neutral600">
          {t('history.begins', { date: when.date(new Date().toISOString()) })}
        </Typography>
      ) : null}
      {data && data.days.length > 1 ? (
        <>
          <Drawn days={data.days} />
          <Fold label={t('history.table')}>
            <AsTable days={data.days} />
          </Fold>
        </>
      ) : null}
    </Flex>
  );
};
