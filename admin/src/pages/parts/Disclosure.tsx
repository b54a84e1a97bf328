import { styled } from 'styled-components';

/** Something few people need, behind a line that opens it. Its first child is a `summary`. */
export const Disclosure = styled.details`
  summary {
    color: ${({ theme }) => theme.colors.primary600};
    cursor: pointer;
    font-size: 1.4rem;
    padding-block: 0.4rem;
  }
`;
