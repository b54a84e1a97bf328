import { useState } from 'react';

import { Box, Flex, SingleSelect, SingleSelectOption, Typography, VisuallyHidden } from '@strapi/design-system';

import { type PolicyReport, type PolicyReportPerson, type PolicyView } from '../../../../shared/contracts/types';
import { useGetMfaPolicyReportQuery } from '../../api';
import { useWords } from '../../i18n';
import { PartFailed, Section, useWhen } from '../parts';

const SPANS = [7, 14, 30, 90] as const;
const HEIGHT_REM = 8;

type Part = 'setUp' | 'stop' | 'free';

/** Bottom to top. Colors differ in lightness, too, and every bar has its numbers in words. */
const COLORS: Record<Part, string> = { stop: 'danger600', setUp: 'warning500', free: 'neutral200' };

const partsOf = ({ people, setUp, stop }: PolicyReport['total']): Record<Part, number> => ({
  stop,
  setUp,
  free: people - setUp - stop,
});

const Bars = ({ days }: { days: PolicyReport['days'] }) => {
  const t = useWords('policy');
  const when = useWhen();
  const most = Math.max(1, ...days.map(({ people }) => people));
  return (
    <Flex tag="ol" gap={days.length > 30 ? '1px' : 1} alignItems="flex-end" width="100%" aria-label={t('report.days')}>
      {days.map((day) => {
        const words = t('report.day', { ...day, date: when.date(`${day.date}T12:00:00Z`) });
        return (
          <Box tag="li" key={day.date} flex="1" minWidth={0} title={words} data-day={day.date}>
            <VisuallyHidden>{words}</VisuallyHidden>
            <Flex
              direction="column-reverse"
              alignItems="stretch"
              height={`${HEIGHT_REM}rem`}
              background="neutral100"
              aria-hidden
            >
              {(['stop', 'setUp', 'free'] as const).map((part) => (
                <Box key={part} background={COLORS[part]} height={`${(partsOf(day)[part] / most) * HEIGHT_REM}rem`} />
              ))}
            </Flex>
          </Box>
        );
      })}
    </Flex>
  );
};

const People = ({ title, people }: { title: string; people: readonly PolicyReportPerson[] }) => {
  if (people.length === 0) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Typography variant="sigma" textColor="neutral600">
        {title}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" maxHeight="16rem" overflow="auto">
        {people.map(({ id, email, name }) => (
          <Typography tag="li" key={id} textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
            {name || email}
          </Typography>
        ))}
      </Flex>
    </Flex>
  );
};

const Legend = () => {
  const t = useWords('policy');
  return (
    <Flex gap={4} wrap="wrap" aria-hidden>
      {(['stop', 'setUp', 'free'] as const).map((part) => (
        <Flex key={part} gap={2}>
          <Box width="1rem" height="1rem" background={COLORS[part]} borderColor="neutral300" />
          <Typography variant="pi" textColor="neutral600">
            {t(`report.legend.${part}`)}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
};

/** What the saved plan would have done at the logins since it was saved. Only while there is a plan. */
export const ReportCard = ({ view }: { view: PolicyView }) => {
  const t = useWords('policy');
  const [days, setDays] = useState<number>(14);
  const skip = view.planned === null;
  const { data, isError, refetch } = useGetMfaPolicyReportQuery(days, { skip, refetchOnMountOrArgChange: true });
  if (skip) return null;
  return (
    <Section
      title={t('report.title')}
      hint={t('report.hint')}
      action={
        <SingleSelect
          size="S"
          aria-label={t('report.span')}
          value={String(days)}
          onChange={(value) => setDays(Number(value))}
        >
          {SPANS.map((span) => (
            <SingleSelectOption key={span} value={String(span)}>
              {t('report.spanDays', { count: span })}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      }
    >
      {isError && !data ? <PartFailed onRetry={() => void refetch()} /> : null}
      {data ? (
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Box role="status">
            <Typography fontWeight="bold" textColor="neutral800">
              {t('report.summary', { people: data.total.people, setUp: data.total.setUp })}
            </Typography>
            {data.total.stop > 0 ? (
              <Typography tag="p" textColor="danger700">
                {t('report.stop', { count: data.total.stop })}
              </Typography>
            ) : null}
          </Box>
          {data.total.people > 0 ? (
            <>
              <Bars days={data.days} />
              <Legend />
              <People title={t('report.who.stop')} people={data.who.stop} />
              <People title={t('report.who.setUp')} people={data.who.setUp} />
            </>
          ) : null}
        </Flex>
      ) : null}
    </Section>
  );
};
