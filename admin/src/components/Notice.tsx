import type { ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Information, WarningCircle } from '@strapi/icons';

export type NoticeTone = 'info' | 'success' | 'warning' | 'danger';

const TONES = {
  info: { Icon: Information, background: 'primary100', border: 'primary200', icon: 'primary600' },
  success: { Icon: CheckCircle, background: 'success100', border: 'success200', icon: 'success600' },
  warning: { Icon: WarningCircle, background: 'warning100', border: 'warning200', icon: 'warning600' },
  danger: { Icon: WarningCircle, background: 'danger100', border: 'danger200', icon: 'danger600' },
} as const;

interface NoticeProps {
  tone?: NoticeTone;
  title?: ReactNode;
  /** A heading that links can target, if the notice is a part of the page. */
  heading?: 'h2';
  children?: ReactNode;
  /** Buttons or links at the end. */
  action?: ReactNode;
  /** Set this if the notice appears after the page, so that it's announced. */
  announce?: 'polite' | 'assertive';
}

const ROLES = { polite: 'status', assertive: 'alert' } as const;

/** A permanent notice. The text stays neutral800, because the theme's warning colors are too pale to read. */
export const Notice = ({ tone = 'info', title, heading, children, action, announce }: NoticeProps) => {
  const { Icon, background, border, icon } = TONES[tone];
  return (
    <Flex
      role={announce ? ROLES[announce] : undefined}
      alignItems="flex-start"
      gap={3}
      padding={4}
      hasRadius
      background={background}
      // In the dark theme, the pale background is the page's own.
      borderColor={border}
      width="100%"
    >
      <Box paddingTop="2px" aria-hidden>
        <Icon fill={icon} width="1.6rem" height="1.6rem" />
      </Box>
      <Flex direction="column" alignItems="flex-start" gap={2} flex="1" minWidth={0}>
        {title ? (
          <Typography tag={heading ?? 'span'} fontWeight="bold" textColor="neutral800">
            {title}
          </Typography>
        ) : null}
        {children ? (
          <Typography tag="div" textColor="neutral800">
            {children}
          </Typography>
        ) : null}
        {action}
      </Flex>
    </Flex>
  );
};
