import { useId } from 'react';

import { Badge, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { AuthenticatorType } from '../../../../shared/contracts/types';
import { FactorIcon, type EnrollableFactorUi } from '../../factors';
import { useWords } from '../../i18n';

const CardLabel = styled.label<{ $checked: boolean; $disabled: boolean }>`
  align-items: center;
  background: ${({ theme, $checked }) => ($checked ? theme.colors.primary100 : theme.colors.neutral0)};
  border: 1px solid ${({ theme, $checked }) => ($checked ? theme.colors.primary600 : theme.colors.neutral200)};
  border-radius: ${({ theme }) => theme.borderRadius};
  cursor: ${({ $disabled }) => ($disabled ? 'not-allowed' : 'pointer')};
  display: flex;
  gap: 1.2rem;
  padding: 1.2rem;

  @media (min-width: 640px) {
    padding: 1.6rem;
  }

  &:focus-within {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }

  input {
    accent-color: ${({ theme }) => theme.colors.primary600};
    flex-shrink: 0;
    height: 2rem;
    margin: 0;
    width: 2rem;
  }
`;

interface MethodCardsProps {
  /** Strongest first. */
  factors: readonly EnrollableFactorUi[];
  chosen: AuthenticatorType | null;
  choose(type: AuthenticatorType): void;
}

/** Methods to choose from, as one radio group. Methods that this browser can't use are shown with the reason. */
export const MethodCards = ({ factors, chosen, choose }: MethodCardsProps) => {
  const t = useWords('challenge');
  const shared = useWords('shared');
  const group = useId();
  const better = factors.filter((factor) => !factor.lessProtection);
  const more = factors.filter((factor) => factor.lessProtection);

  const card = (factor: EnrollableFactorUi) => {
    const { method } = factor;
    const obstacle = factor.obstacle();
    return (
      <CardLabel key={method} $checked={chosen === method} $disabled={obstacle !== null}>
        <input
          type="radio"
          name={group}
          value={method}
          checked={chosen === method}
          disabled={obstacle !== null}
          onChange={() => choose(method)}
        />
        <FactorIcon method={method} />
        <span style={{ flex: 1 }}>
          <Flex tag="span" gap={2} wrap="wrap" alignItems="center">
            <Typography tag="span" fontWeight="bold" textColor="neutral800">
              {shared(`method.${method}.name`)}
            </Typography>
            {factor.recommended ? (
              <Badge backgroundColor="success100" textColor="success700">
                {shared('tag.recommended')}
              </Badge>
            ) : null}
            {factor.lessProtection ? <Badge>{shared('tag.lessProtection')}</Badge> : null}
          </Flex>
          <Typography tag="span" display="block" variant="pi" textColor="neutral600">
            {obstacle ? shared(`unavailable.${obstacle}`) : shared(`method.${method}.line`)}
          </Typography>
        </span>
      </CardLabel>
    );
  };

  return (
    <Flex tag="fieldset" direction="column" alignItems="stretch" gap={3} style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ marginBottom: '0.8rem', padding: 0 }}>
        <Typography textColor="neutral600">{t('enroll.choose.legend')}</Typography>
      </legend>
      {better.map(card)}
      {more.length > 0 ? (
        <Typography tag="p" variant="sigma" textColor="neutral600">
          {t('enroll.choose.more')}
        </Typography>
      ) : null}
      {more.map(card)}
    </Flex>
  );
};
