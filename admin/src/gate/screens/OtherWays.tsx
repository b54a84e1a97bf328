import { useEffect, useId, useRef } from 'react';

import { Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { ChevronDown, ChevronUp } from '@strapi/icons';
import { styled } from 'styled-components';

import type { Method } from '../../../../shared/contracts/types';
import { FactorIcon, factorUi } from '../../factors';
import { useWords } from '../../i18n';

const Way = styled.button`
  align-items: center;
  background: ${({ theme }) => theme.colors.neutral0};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme }) => theme.colors.neutral800};
  cursor: pointer;
  display: flex;
  gap: 1.2rem;
  padding: 1.2rem;
  text-align: start;
  width: 100%;

  &:hover {
    border-color: ${({ theme }) => theme.colors.primary600};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

interface OtherWaysProps {
  /** Every method except the one on screen, in the server's order. */
  methods: readonly Method[];
  destinations: Partial<Record<Method, string>>;
  open: boolean;
  setOpen(open: boolean): void;
  choose(method: Method): void;
  lost(): void;
}

/** The first other method is one click away. The list has the rest, and help for people who lost everything. */
export const OtherWays = ({ methods, destinations, open, setOpen, choose, lost }: OtherWaysProps) => {
  const t = useWords('challenge');
  const shared = useWords('shared');
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const opener = useRef(false);
  const direct = methods.find((method) => !factorUi(method).lastResort);

  useEffect(() => {
    // Only if the person opened the list. If it opens automatically, the focus stays where it is.
    if (open && opener.current) list.current?.querySelector('button')?.focus();
    opener.current = false;
  }, [open]);

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {direct && !open ? (
        <Button type="button" variant="secondary" size="L" fullWidth onClick={() => choose(direct)}>
          {shared(`method.${direct}.use`)}
        </Button>
      ) : null}
      <Flex justifyContent="center">
        <TextButton
          type="button"
          aria-expanded={open}
          aria-controls={id}
          endIcon={open ? <ChevronUp /> : <ChevronDown />}
          onClick={() => {
            opener.current = !open;
            setOpen(!open);
          }}
        >
          {t('otherWays.toggle')}
        </TextButton>
      </Flex>
      <Flex
        ref={list}
        id={id}
        tag="ul"
        direction="column"
        alignItems="stretch"
        gap={2}
        style={{ display: open ? 'flex' : 'none', listStyle: 'none' }}
      >
        {methods.map((method) => {
          const destination = destinations[method];
          return (
            <li key={method}>
              <Way type="button" onClick={() => choose(method)}>
                <FactorIcon method={method} />
                <span>
                  <Typography tag="span" display="block" fontWeight="bold">
                    {shared(`method.${method}.use`)}
                  </Typography>
                  <Typography tag="span" display="block" variant="pi" textColor="neutral600">
                    {destination ?? shared(`method.${method}.line`)}
                  </Typography>
                </span>
              </Way>
            </li>
          );
        })}
        <li>
          <Way type="button" onClick={lost}>
            <Typography tag="span" fontWeight="bold">
              {t('otherWays.lost')}
            </Typography>
          </Way>
        </li>
      </Flex>
    </Flex>
  );
};
