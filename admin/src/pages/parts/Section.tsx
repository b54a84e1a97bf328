import { useId, type ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';

interface SectionProps {
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
  busy?: boolean;
  children: ReactNode;
}

/** One white box of a page, a landmark named by its heading. */
export const Section = ({ title, hint, action, busy = false, children }: SectionProps) => {
  const id = useId();
  return (
    <Box
      tag="section"
      aria-labelledby={id}
      aria-busy={busy}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={{ initial: 4, medium: 6 }}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
          <Flex direction="column" alignItems="flex-start" gap={1} flex="1 1 24rem" minWidth={0}>
            <Typography variant="delta" tag="h2" id={id}>
              {title}
            </Typography>
            {hint ? (
              <Typography tag="p" textColor="neutral600">
                {hint}
              </Typography>
            ) : null}
          </Flex>
          {action}
        </Flex>
        {children}
      </Flex>
    </Box>
  );
};
