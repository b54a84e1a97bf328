import type { ReactNode } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

interface Choice {
  words: string;
  run(): void;
}

interface MessageScreenProps {
  children: ReactNode;
  primary: Choice;
  secondary?: Choice | null;
}

/** A message with one or two actions. It's announced, because it replaces what the person was reading. */
export const MessageScreen = ({ children, primary, secondary }: MessageScreenProps) => (
  <Flex direction="column" alignItems="stretch" gap={5}>
    <Typography tag="div" role="alert" textAlign="center" textColor="neutral800">
      {children}
    </Typography>
    <Button type="button" size="L" fullWidth autoFocus onClick={primary.run}>
      {primary.words}
    </Button>
    {secondary ? (
      <Button type="button" size="L" fullWidth variant="tertiary" onClick={secondary.run}>
        {secondary.words}
      </Button>
    ) : null}
  </Flex>
);
