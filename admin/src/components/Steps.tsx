import { Box, Flex, Typography } from '@strapi/design-system';

import { useWords } from '../i18n';

interface StepsProps {
  /** The names of the steps, in order. */
  names: readonly string[];
  /** The index of the current one. */
  current: number;
}

/** Progress in words, not only dots. Screen readers announce the current step. */
export const Steps = ({ names, current }: StepsProps) => {
  const t = useWords('shared');
  return (
    <Flex direction="column" gap={2} alignItems="stretch" width="100%">
      <Typography variant="pi" textColor="neutral600">
        {t('steps.position', { step: current + 1, total: names.length })}
      </Typography>
      <Flex tag="ol" gap={2} aria-label={t('steps.label')} alignItems="stretch" width="100%" wrap="wrap">
        {names.map((name, index) => (
          <Box key={name} tag="li" flex="1 1 8rem" aria-current={index === current ? 'step' : undefined}>
            <Box height="4px" hasRadius background={index <= current ? 'primary600' : 'neutral200'} aria-hidden />
            <Box paddingTop={1}>
              <Typography
                variant="pi"
                fontWeight={index === current ? 'bold' : 'regular'}
                textColor={index === current ? 'neutral800' : 'neutral600'}
              >
                {name}
              </Typography>
            </Box>
          </Box>
        ))}
      </Flex>
    </Flex>
  );
};
