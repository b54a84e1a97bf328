import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useWords } from '../i18n';

/** On a phone, there's room for the name of the current step only. Screen readers still read all of them. */
const OnOneLine = styled(Flex)`
  @media (max-width: 639px) {
    .mfa-step-name {
      clip-path: inset(50%);
      height: 1px;
      overflow: hidden;
      padding: 0;
      white-space: nowrap;
      width: 1px;
    }
  }
`;

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
      <OnOneLine tag="ol" gap={2} aria-label={t('steps.label')} alignItems="stretch" width="100%">
        {names.map((name, index) => (
          <Box
            key={name}
            tag="li"
            flex={{ initial: index === current ? '2 1 0' : '1 1 0', medium: '1 1 0' }}
            minWidth={0}
            aria-current={index === current ? 'step' : undefined}
          >
            <Box height="4px" hasRadius background={index <= current ? 'primary600' : 'neutral200'} aria-hidden />
            <Box paddingTop={1} className={index === current ? undefined : 'mfa-step-name'}>
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
      </OnOneLine>
    </Flex>
  );
};
