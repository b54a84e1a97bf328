import { forwardRef, useEffect, useRef } from 'react';

import { Badge, Box, Flex, VisuallyHidden } from '@strapi/design-system';
import { Link, useLocation } from 'react-router-dom';
import { styled } from 'styled-components';

import { useGetMfaDiagnosticsQuery } from '../../api';
import { useWords } from '../../i18n';
import { GROUPS, type GroupName } from './groups';

const Bar = styled(Box)`
  min-height: 4.9rem;
  position: sticky;
  top: var(--mfa-policy-top, 0px);
  z-index: 1;
`;

const Strip = styled(Box)`
  background: ${({ theme }) => theme.colors.neutral100};
  border-bottom: 1px solid ${({ theme }) => theme.colors.neutral200};
  z-index: 1;
`;

/** One line that scrolls sideways if it has to: wrapped, it would cover a third of a phone's screen. */
const List = styled(Flex)`
  overflow-x: auto;
  scrollbar-width: none;
`;

const JumpLink = styled(Link)`
  align-items: center;
  border-bottom: 2px solid transparent;
  color: ${({ theme }) => theme.colors.neutral700};
  display: flex;
  font-size: 1.4rem;
  font-weight: 600;
  gap: 0.8rem;
  min-height: 4.8rem;
  text-decoration: none;
  white-space: nowrap;

  &[aria-current] {
    border-color: ${({ theme }) => theme.colors.primary600};
    color: ${({ theme }) => theme.colors.primary600};
  }

  &:hover {
    color: ${({ theme }) => theme.colors.primary600};
  }

  &:focus-visible {
    outline-offset: -2px;
  }
`;

/** How many checks need a look. They're far down the page, so the link to them says so. */
const Problems = () => {
  const t = useWords('policy');
  const { data = [] } = useGetMfaDiagnosticsQuery();
  const count = data.filter(({ status }) => status !== 'ok').length;
  if (count === 0) return null;
  const grave = data.some(({ status }) => status === 'error');
  return (
    <>
      <Badge aria-hidden backgroundColor={grave ? 'danger100' : 'warning100'} textColor="neutral800">
        {count}
      </Badge>
      <VisuallyHidden>{t('group.problems', { count })}</VisuallyHidden>
    </>
  );
};

/** Links to the parts of this page. They stay in view. Nothing unsaved is lost by following one. */
export const GroupNav = forwardRef<HTMLDivElement, { current: GroupName }>(({ current }, ref) => {
  const t = useWords('policy');
  const { search } = useLocation();
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (link && list.current) list.current.scrollLeft = link.offsetLeft - list.current.clientWidth / 3;
  }, [current]);

  return (
    <Bar ref={ref} tag="nav" aria-label={t('group.label')} data-mfa-page>
      <Strip>
        <List ref={list} tag="ul" gap={6} alignItems="stretch" position="relative">
          {GROUPS.map((name) => (
            <li key={name}>
              <JumpLink to={{ search, hash: name }} aria-current={name === current ? 'location' : undefined}>
                {t(`group.${name}`)}
                {name === 'diagnostics' ? <Problems /> : null}
              </JumpLink>
            </li>
          ))}
        </List>
      </Strip>
    </Bar>
  );
});
GroupNav.displayName = 'GroupNav';
