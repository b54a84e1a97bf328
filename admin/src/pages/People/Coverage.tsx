import { Box, Flex, Grid, Typography } from '@strapi/design-system';

import { type PeopleSummary } from '../../../../shared/contracts/types';
import { ForcedColors } from '../../components/ForcedColors';
import { useWords } from '../../i18n';
import { CoverageBar, FoldButton, PartFailed, useCoverageWords, useFold, useWhen } from '../parts';
import { ByMethod, ByRole } from './Breakdown';
import { CoverageLine } from './CoverageLine';

interface CoverageProps {
  summary: PeopleSummary | undefined;
  failed: boolean;
  onRetry(): void;
}

const Facts = ({ summary, fold }: { summary: PeopleSummary; fold: ReturnType<typeof useFold> }) => {
  const t = useWords('people');
  const when = useWhen();
  const sentence = useCoverageWords();
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex gap={{ initial: 1, medium: 4 }} justifyContent="space-between" alignItems="center" wrap="wrap">
        <Flex gap={{ initial: 0, medium: 3 }} alignItems="baseline" wrap="wrap">
          <Typography variant="beta" tag="p">
            {sentence(summary)}
          </Typography>
          <Typography variant="pi" textColor="neutral600">
            {t('coverage.asOf', { date: when.moment(summary.asOf) })}
          </Typography>
        </Flex>
        <FoldButton fold={fold}>{t('coverage.more')}</FoldButton>
      </Flex>
      <CoverageBar counted={summary} />
    </Flex>
  );
};

/** One strip: how many people are protected. The history, the roles, and the methods are one click away. */
export const Coverage = ({ summary, failed, onRetry }: CoverageProps) => {
  const t = useWords('people');
  const fold = useFold();
  return (
    <Box
      tag="section"
      data-mfa-page
      aria-label={t('coverage.title')}
      aria-busy={!summary && !failed}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      paddingTop={4}
      paddingBottom={4}
      paddingLeft={{ initial: 4, medium: 6 }}
      paddingRight={{ initial: 4, medium: 6 }}
      // The height of the strip, so that nothing moves when the numbers arrive.
      minHeight="9.2rem"
    >
      <ForcedColors />
      {failed ? <PartFailed onRetry={onRetry} /> : null}
      {summary ? <Facts summary={summary} fold={fold} /> : null}
      <Box id={fold.id} hidden={!fold.open} paddingTop={5}>
        {fold.open && summary ? (
          <Grid.Root gap={6}>
            <Grid.Item col={7} s={12} xs={12} direction="column" alignItems="stretch">
              <CoverageLine />
            </Grid.Item>
            <Grid.Item col={5} s={12} xs={12} direction="column" alignItems="stretch" gap={5}>
              <ByRole roles={summary.byRole} />
              <ByMethod byStrongest={summary.byStrongest} />
            </Grid.Item>
          </Grid.Root>
        ) : null}
      </Box>
    </Box>
  );
};
