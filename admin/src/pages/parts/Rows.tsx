import { Flex } from '@strapi/design-system';
import { styled } from 'styled-components';

/** A list of rows with lines between them. Its children are `li`. The first and last touch the box's own padding. */
export const Rows = styled(Flex).attrs({ tag: 'ul', direction: 'column', alignItems: 'stretch' })`
  > li {
    padding-block: ${({ theme }) => theme.spaces[3]};
  }

  > li + li {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
  }

  > li:first-child {
    padding-top: 0;
  }

  > li:last-child {
    padding-bottom: 0;
  }
`;
