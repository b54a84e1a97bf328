import { type ReactNode } from 'react';

import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useWords } from '../../i18n';
import { SectionHeading } from '../parts';
import { headingId, type GroupName } from './groups';

/** Stops below the sticky header and the bar of links. */
const Heading = styled(Typography)`
  scroll-margin-top: calc(var(--mfa-policy-top, 0px) + 7.2rem);

  &:focus {
    outline: none;
  }
`;

/** A part of the page that the bar of links leads to. */
export const Group = ({ name, children }: { name: GroupName; children: ReactNode }) => {
  const t = useWords('policy');
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Heading tag="h2" variant="beta" id={headingId(name)} tabIndex={-1}>
        {t(`group.${name}`)}
      </Heading>
      <SectionHeading.Provider value="h3">
        <Flex direction="column" alignItems="stretch" gap={6}>
          {children}
        </Flex>
      </SectionHeading.Provider>
    </Flex>
  );
};
