import { VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useWords } from '../i18n';

const List = styled.ol`
  background: ${({ theme }) => theme.colors.neutral100};
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme }) => theme.colors.neutral800};
  column-gap: 2.4rem;
  display: grid;
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: 1.4rem;
  grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr));
  line-height: 2;
  list-style: none;
  padding: 1.6rem;
  text-align: center;

  code {
    font-family: inherit;
    font-size: inherit;
    user-select: all;
    white-space: nowrap;
  }
`;

const spelled = (code: string): string => code.replace(/-/g, '').split('').join(' ');

export const RecoveryCodesList = ({ codes }: { codes: readonly string[] }) => {
  const t = useWords('shared');
  return (
    <List aria-label={t('recovery.listLabel')} translate="no">
      {codes.map((code) => (
        <li key={code}>
          <code aria-hidden>{code}</code>
          <VisuallyHidden>{spelled(code)}</VisuallyHidden>
        </li>
      ))}
    </List>
  );
};
