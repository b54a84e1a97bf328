import { Box, Flex, Typography } from '@strapi/design-system';
import { styled, type DefaultTheme } from 'styled-components';

import { type PeopleSummary } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';

export const SHARES = ['webauthn', 'totp', 'delivered', 'none'] as const;
export type Share = (typeof SHARES)[number];

/** Both color and pattern, so that the bar is readable with either. */
const FILLS: Record<Share, (theme: DefaultTheme) => string> = {
  webauthn: ({ colors }) => colors.success600,
  totp: ({ colors }) => `repeating-linear-gradient(45deg, ${colors.primary600} 0 6px, ${colors.primary500} 6px 10px)`,
  delivered: ({ colors }) =>
    `radial-gradient(${colors.neutral0} 1.5px, transparent 2px) 0 0 / 8px 8px, ${colors.warning600}`,
  none: ({ colors }) => `repeating-linear-gradient(90deg, ${colors.neutral300} 0 2px, ${colors.neutral200} 2px 8px)`,
};

const Piece = styled.div<{ $share: Share }>`
  background: ${({ theme, $share }) => FILLS[$share](theme)};
  min-width: 4px;

  /* Its colors and patterns are what it says. */
  @media (forced-colors: active) {
    border: 1px solid CanvasText;
    forced-color-adjust: none;
  }
`;

const Swatch = styled(Piece)`
  border-radius: 2px;
  flex: none;
  height: 1.2rem;
  width: 1.2rem;
`;

export type Shares = Record<Share, number>;

/** Each person once, by their strongest method. */
export const sharesOf = ({ byStrongest }: Pick<PeopleSummary, 'byStrongest'>): Shares => ({
  webauthn: byStrongest.webauthn,
  totp: byStrongest.totp,
  delivered: byStrongest.email + byStrongest.sms,
  none: byStrongest.none,
});

export const percentOf = (shares: Shares): number => {
  const total = SHARES.reduce((sum, share) => sum + shares[share], 0);
  return total === 0 ? 0 : Math.floor(((shares.webauthn + shares.totp) / total) * 100);
};

/** One bar for everyone. The numbers are next to it and in its label. */
export const CoverageBar = ({ shares, height = '2rem' }: { shares: Shares; height?: string }) => {
  const t = useWords('people');
  return (
    <Flex
      role="img"
      aria-label={t('coverage.label', { percent: percentOf(shares), ...shares })}
      hasRadius
      overflow="hidden"
      width="100%"
      gap="2px"
      height={height}
      alignItems="stretch"
    >
      {SHARES.filter((share) => shares[share] > 0).map((share) => (
        <Piece key={share} $share={share} style={{ flexGrow: shares[share], flexBasis: 0 }} />
      ))}
    </Flex>
  );
};

interface LegendProps {
  shares: Shares;
  /** Makes each line a button that shows these people. */
  onShow?(share: Share): void;
}

const LegendButton = styled.button`
  align-items: center;
  background: none;
  border: 0;
  border-radius: ${({ theme }) => theme.borderRadius};
  cursor: pointer;
  display: flex;
  gap: ${({ theme }) => theme.spaces[2]};
  padding: 0.4rem 0.8rem;
  margin-inline: -0.8rem;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;

/** The numbers of the bar. */
export const CoverageLegend = ({ shares, onShow }: LegendProps) => {
  const t = useWords('people');
  return (
    <Flex tag="ul" gap={{ initial: 2, medium: 6 }} wrap="wrap">
      {SHARES.map((share) => {
        const words = (
          <>
            <Swatch $share={share} aria-hidden />
            <Typography textColor="neutral800">{t(`coverage.${share}`)}</Typography>
            <Typography fontWeight="bold" textColor="neutral800" data-share={share}>
              {shares[share]}
            </Typography>
          </>
        );
        return (
          <Box tag="li" key={share} width={{ initial: '100%', medium: 'auto' }}>
            {onShow ? (
              <LegendButton
                type="button"
                title={t('coverage.show', { method: t(`coverage.${share}`) })}
                onClick={() => onShow(share)}
              >
                {words}
              </LegendButton>
            ) : (
              <Flex gap={2}>{words}</Flex>
            )}
          </Box>
        );
      })}
    </Flex>
  );
};
