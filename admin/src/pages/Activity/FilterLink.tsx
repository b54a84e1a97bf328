import { type MouseEvent } from 'react';

import { styled } from 'styled-components';

/**
 * Looks like the text around it until somebody points at it, because a page has dozens. A name of 200 characters takes two
 * lines and ends in dots. The details show all of it.
 */
const Inline = styled.button<{ $strong: boolean }>`
  background: none;
  border: 0;
  border-radius: ${({ theme }) => theme.borderRadius};
  color: inherit;
  cursor: pointer;
  display: -webkit-inline-box;
  font: inherit;
  font-weight: ${({ $strong }) => ($strong ? 600 : 'inherit')};
  max-width: 32rem;
  overflow: hidden;
  overflow-wrap: anywhere;
  padding: 0;
  text-align: start;
  vertical-align: bottom;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;

  &:hover,
  &:focus-visible {
    color: ${({ theme }) => theme.colors.primary600};
    text-decoration: underline;
  }
`;

interface FilterLinkProps {
  children: string;
  hint: string;
  strong?: boolean;
  onFilter(): void;
}

/** A name or an address that narrows the list to itself. The row around it opens the details. */
export const FilterLink = ({ children, hint, strong = false, onFilter }: FilterLinkProps) => (
  <Inline
    type="button"
    $strong={strong}
    title={hint}
    onClick={(event: MouseEvent) => {
      event.stopPropagation();
      onFilter();
    }}
  >
    <bdi>{children}</bdi>
  </Inline>
);
