import { useState } from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { type PeopleSummary } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { Rows, useUrl } from '../parts';

const Plain = styled.button`
  background: none;
  border: 0;
  border-radius: ${({ theme }) => theme.borderRadius};
  cursor: pointer;
  margin-inline: -0.4rem;
  min-width: 0;
  overflow-wrap: anywhere;
  padding: 0.2rem 0.4rem;
  text-align: start;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;

/** It says the same as the number beside it. */
const Share = styled.div<{ $share: number }>`
  background: ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  height: 4px;
  overflow: hidden;

  &::after {
    background: ${({ theme }) => theme.colors.success600};
    content: '';
    display: block;
    height: 100%;
    width: ${({ $share }) => $share}%;
  }

  @media (forced-colors: active) {
    border: 1px solid CanvasText;
    height: 6px;

    &::after {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;

const Count = ({ children }: { children: string }) => (
  <Typography textColor="neutral600" style={{ flex: 'none', whiteSpace: 'nowrap' }}>
    {children}
  </Typography>
);

const FIRST = 5;

/** How many people of each role are protected. Roles that nobody has are left out. */
export const ByRole = ({ roles }: { roles: PeopleSummary['byRole'] }) => {
  const t = useWords('people');
  const url = useUrl();
  const [all, setAll] = useState(false);
  const held = roles.filter(({ total }) => total > 0).sort((one, other) => other.total - one.total);
  const shown = all ? held : held.slice(0, FIRST);
  const rest = held.length - shown.length;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} tag="section" aria-label={t('roles.title')}>
      <Typography variant="delta" tag="h2">
        {t('roles.title')}
      </Typography>
      <Rows>
        {shown.map((role) => (
          <Flex tag="li" key={role.code} direction="column" alignItems="stretch" gap={1}>
            <Flex justifyContent="space-between" gap={4}>
              <Plain
                type="button"
                title={t('roles.show', { role: role.name })}
                onClick={() => url.change({ role: role.code })}
              >
                <Typography textColor="neutral800">
                  <bdi>{role.name}</bdi>
                </Typography>
              </Plain>
              <Count>{t('roles.protected', { count: role.byStatus.protected, total: role.total })}</Count>
            </Flex>
            <Share aria-hidden $share={Math.floor((role.byStatus.protected / role.total) * 100)} />
          </Flex>
        ))}
      </Rows>
      {rest > 0 ? (
        <Flex>
          <Button variant="tertiary" size="S" onClick={() => setAll(true)}>
            {t('roles.more', { count: rest })}
          </Button>
        </Flex>
      ) : null}
    </Flex>
  );
};

const METHODS = [
  ['webauthn', 'webauthn'],
  ['totp', 'totp'],
  ['delivered', 'email,sms'],
  ['none', 'none'],
] as const;

/** Everyone once, by their strongest method. */
export const ByMethod = ({ byStrongest }: Pick<PeopleSummary, 'byStrongest'>) => {
  const t = useWords('people');
  const url = useUrl();
  const counts = { ...byStrongest, delivered: byStrongest.email + byStrongest.sms };
  return (
    <Flex direction="column" alignItems="stretch" gap={3} tag="section" aria-label={t('methods.title')}>
      <Typography variant="delta" tag="h2">
        {t('methods.title')}
      </Typography>
      <Box tag="ul">
        {METHODS.map(([method, filter]) => (
          <Flex tag="li" key={method} justifyContent="space-between" gap={4}>
            <Plain
              type="button"
              title={t('coverage.show', { method: t(`coverage.${method}`) })}
              onClick={() => url.change({ method: filter })}
            >
              <Typography textColor="neutral800">{t(`coverage.${method}`)}</Typography>
            </Plain>
            <Typography fontWeight="bold" textColor="neutral800" data-method={method}>
              {counts[method]}
            </Typography>
          </Flex>
        ))}
      </Box>
    </Flex>
  );
};
