import { Flex } from '@strapi/design-system';
import { styled, type DefaultTheme } from 'styled-components';

import { type PeopleSummary, type PersonStatus } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';

/** Most urgent first. Everyone has exactly one of them. */
export const STATUSES: readonly PersonStatus[] = [
  'locked',
  'must_enroll',
  'in_grace',
  'not_set_up',
  'weak',
  'exempt',
  'protected',
];

/** Someone should do something about these: the person, or an administrator. */
export const PRESSING = ['locked', 'must_enroll', 'in_grace', 'not_set_up', 'weak'] as const;

const stripes = (angle: number, first: string, second: string): string =>
  `repeating-linear-gradient(${angle}deg, ${first} 0 5px, ${second} 5px 8px)`;

/** Both color and pattern, so that the bar is readable with either. */
const FILLS: Record<PersonStatus, (theme: DefaultTheme) => string> = {
  protected: ({ colors }) => colors.success600,
  exempt: ({ colors }) => stripes(0, colors.secondary500, colors.secondary200),
  weak: ({ colors }) =>
    `radial-gradient(${colors.neutral0} 1.5px, transparent 2px) 0 0 / 8px 8px, ${colors.warning600}`,
  in_grace: ({ colors }) => stripes(45, colors.warning500, colors.warning200),
  not_set_up: ({ colors }) => stripes(90, colors.neutral400, colors.neutral200),
  must_enroll: ({ colors }) => stripes(135, colors.danger600, colors.danger200),
  locked: ({ colors }) => colors.danger700,
};

const Piece = styled.div<{ $status: PersonStatus }>`
  background: ${({ theme, $status }) => FILLS[$status](theme)};
  min-width: 4px;

  /* Its colors and patterns are what it says. */
  @media (forced-colors: active) {
    border: 1px solid CanvasText;
    forced-color-adjust: none;
  }
`;

const Square = styled(Piece)`
  border-radius: 2px;
  flex: none;
  height: 1.2rem;
  width: 1.2rem;
`;

/** The pattern of a status in the bar, for a legend. */
export const Swatch = ({ status }: { status: PersonStatus }) => <Square $status={status} aria-hidden />;

type Counted = Pick<PeopleSummary, 'total' | 'byStatus'>;

/** Rounded down: 100 means everyone. */
export const percentOf = ({ total, byStatus }: Counted): number =>
  total === 0 ? 0 : Math.floor((byStatus.protected / total) * 100);

/** “25 of 40 people are protected (62%)”, in the list, its summary, and the widget. */
export const useCoverageWords = () => {
  const t = useWords('people');
  return (counted: Counted): string =>
    t('coverage.sentence', {
      count: counted.byStatus.protected,
      total: counted.total,
      percent: percentOf(counted),
    });
};

/** One bar for everyone. The numbers are next to it and in its label. */
export const CoverageBar = ({ counted, height = '1.2rem' }: { counted: Counted; height?: string }) => {
  const t = useWords('people');
  const sentence = useCoverageWords();
  const present = [...STATUSES].reverse().filter((status) => counted.byStatus[status] > 0);
  const numbers = present.map((status) => `${t(`status.${status}`)}: ${counted.byStatus[status]}`);
  return (
    <Flex
      role="img"
      aria-label={[sentence(counted), ...numbers].join('. ')}
      hasRadius
      overflow="hidden"
      width="100%"
      gap="2px"
      height={height}
      alignItems="stretch"
    >
      {present.map((status) => (
        <Piece key={status} $status={status} style={{ flexGrow: counted.byStatus[status], flexBasis: 0 }} />
      ))}
    </Flex>
  );
};
