import { useId, type ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { QuestionKind } from '../question/question';
import { panelState, type PanelApp } from '../panel';
import { LanguageSelect } from './LanguageSelect';

/** Native controls follow the page's color scheme, which has no name here. */
const LIGHT_PAGE = '#ffffff';

const Page = styled.div<{ $over: boolean }>`
  background: ${({ theme, $over }) => ($over ? 'rgba(24, 24, 38, 0.55)' : theme.colors.neutral100)};
  box-sizing: border-box;
  color-scheme: ${({ theme }) => (theme.colors.neutral0.toLowerCase() === LIGHT_PAGE ? 'light' : 'dark')};
  display: flex;
  flex-direction: column;
  min-height: 100%;
  padding: 1.6rem;

  @media (min-width: 640px) {
    padding: 2.4rem 3.2rem;
  }
`;

const Card = styled.div`
  background: ${({ theme }) => theme.colors.neutral0};
  border-radius: ${({ theme }) => theme.borderRadius};
  box-shadow: ${({ theme }) => theme.shadows.popupShadow};
  box-sizing: border-box;
  margin: 0 auto;
  max-width: 55.2rem;
  padding: 2rem;
  width: 100%;

  @media (min-width: 640px) {
    padding: 4rem 5.6rem;
  }

  /* A label that goes on in the next line makes its button higher: fonts and languages differ. */
  button {
    min-height: min-content;
    padding-block: 0.4rem;
  }

  h1 {
    text-wrap: balance;

    &:focus {
      outline: none;
    }
  }
`;

const Middle = styled.div<{ $centered: boolean }>`
  margin-block: ${({ $centered }) => ($centered ? 'auto' : '1.6rem auto')};
  padding-block: 1.6rem;
`;

const Logo = styled.img`
  height: 4rem;

  @media (min-width: 640px) {
    height: 7.2rem;
  }
`;

interface FrameProps {
  app: PanelApp;
  kind: QuestionKind;
  title: ReactNode;
  subtitle?: ReactNode;
  children: ReactNode;
}

/** A login's question covers the page. A step-up lies over the person's work. */
export const Frame = ({ app, kind, title, subtitle, children }: FrameProps) => {
  const id = useId();
  const { authLogo } = app.configurations;
  const names = panelState(app).language?.localeNames ?? {};
  return (
    <Page $over={kind === 'step_up'}>
      <Flex tag="header" justifyContent="flex-end" gap={3} wrap="wrap">
        {kind === 'sign_in' && Object.keys(names).length > 1 ? <LanguageSelect app={app} names={names} /> : null}
      </Flex>
      <Middle $centered={kind === 'step_up'}>
        <Card role="dialog" aria-modal="true" aria-labelledby={`${id}-title`} aria-describedby={`${id}-subtitle`}>
          <Flex direction="column" alignItems="center" gap={2} paddingBottom={6}>
            {kind === 'sign_in' && typeof authLogo === 'string' ? <Logo src={authLogo} alt="" aria-hidden /> : null}
            <Typography id={`${id}-title`} tag="h1" variant="alpha" textAlign="center" tabIndex={-1} data-mfa-title>
              {title}
            </Typography>
            {subtitle ? (
              <Box id={`${id}-subtitle`} style={{ textWrap: 'balance' }}>
                <Typography variant="epsilon" textColor="neutral600" textAlign="center" display="block">
                  {subtitle}
                </Typography>
              </Box>
            ) : null}
          </Flex>
          {children}
        </Card>
      </Middle>
    </Page>
  );
};
