import { type MouseEvent } from 'react';

import { styled } from 'styled-components';

/** Looks like the text around it until somebody points at it, because a page has dozens. */
const Inline = styled.button<{ $strong: boolean }>`
  background: none;
  border: 0;
  border-radius: ${({ theme }) => theme.borderRadius};
  color: inherit;
  cursor: pointer;
  display: inline-block;
  font: inherit;
  font-weight: ${({ $strong }) => ($strong ? 600 : 'inherit')};
  max-width: min(100%, 32rem);
  overflow: hidden;
  padding: 0;
  text-align: start;
  text-overflow: ellipsis;
  vertical-align: bottom;
  white-space: nowrap;

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
