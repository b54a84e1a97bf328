import type { ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';

type FactRow = readonly [label: string, value: ReactNode];

/** Labels and values, two to a row where there is room. Rows without a value are left out. */
export const FactList = ({ facts }: { facts: readonly FactRow[] }) => (
  <Flex tag="dl" wrap="wrap" gap={5} alignItems="flex-start">
    {facts.map(([label, value]) =>
      value === null || value === undefined ? null : (
        <Box key={label} width={{ initial: '100%', medium: 'calc(50% - 1.2rem)' }}>
          <Typography tag="dt" variant="sigma" textColor="neutral600">
            {label}
          </Typography>
          <Typography tag="dd" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Typography>
        </Box>
      )
    )}
  </Flex>
);
