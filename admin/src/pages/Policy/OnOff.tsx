import { Switch } from '@strapi/design-system';
import { styled } from 'styled-components';

/**
 * The page's only kind of on/off control. In the design system's own colors, off is red, which reads as an error where
 * it's a choice like any other.
 */
export const OnOff = styled(Switch)`
  flex-shrink: 0;

  &[data-state='unchecked']:not([data-disabled]) {
    background-color: ${({ theme }) => theme.colors.neutral500};
  }

  &[data-state='checked']:not([data-disabled]) {
    background-color: ${({ theme }) => theme.colors.primary600};
  }
`;
