import { Flex } from '@strapi/design-system';

import { BrowserWindow, Laptop, Smartphone } from '../../components/glyphs';

const KINDS = [
  [/\b(?:iPhone|iPad|iOS|Android)\b/i, Smartphone],
  [/\b(?:Windows|macOS|Mac OS|Linux|ChromeOS|Chrome OS|Ubuntu)\b/i, Laptop],
] as const;

/** The kind of device, from a name such as "Chrome on Android". The name is next to it. */
export const DeviceIcon = ({ name }: { name: string }) => {
  const Icon = KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? BrowserWindow;
  return (
    <Flex
      aria-hidden
      alignItems="center"
      justifyContent="center"
      background="neutral100"
      color="neutral600"
      hasRadius
      width="3.2rem"
      height="3.2rem"
      shrink={0}
    >
      <Icon />
    </Flex>
  );
};
