import { createContext, useContext, useId, type ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';

import { ForcedColors } from '../../components/ForcedColors';

interface SectionProps {
  title: string;
  /** Makes the heading a link target: its ID, and it takes focus. */
  anchor?: string;
  hint?: ReactNode;
  action?: ReactNode;
  busy?: boolean;
  children: ReactNode;
}

/** The level of the headings of boxes. Below a heading of its own, a page sets the next one. */
export const SectionHeading = createContext<'h2' | 'h3'>('h2');

/** A white box of a page, and a landmark named by its heading. */
export const Section = ({ title, anchor, hint, action, busy = false, children }: SectionProps) => {
  const own = useId();
  const heading = useContext(SectionHeading);
  const id = anchor ?? own;
  return (
    <Box
      tag="section"
      data-mfa-page
      aria-labelledby={id}
      aria-busy={busy}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={{ initial: 4, medium: 6 }}
    >
      <ForcedColors />
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
          <Flex direction="column" alignItems="flex-start" gap={1} flex="1 1 24rem" minWidth={0}>
            <Typography variant="delta" tag={heading} id={id} tabIndex={anchor ? -1 : undefined}>
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
