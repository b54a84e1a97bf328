import { useState } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { Check, Duplicate } from '@strapi/icons';
import { styled } from 'styled-components';

import { useWords } from '../i18n';
import { copyText } from './clipboard';

const Line = styled.code<{ $large: boolean }>`
  color: ${({ theme }) => theme.colors.neutral800};
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: ${({ $large }) => ($large ? '2rem' : '1.4rem')};
  letter-spacing: ${({ $large }) => ($large ? '0.1em' : 'normal')};
  line-height: 1.6;
  overflow-wrap: anywhere;
  user-select: all;
`;

interface CopyLineProps {
  label: string;
  /** The displayed value, for example in groups of four. */
  text: string;
  /** The copied value, if it's different. */
  value?: string;
  action?: string;
  /** Read out, or typed in elsewhere. */
  large?: boolean;
}

/** One value to read and to copy. */
export const CopyLine = ({ label, text, value, action, large = false }: CopyLineProps) => {
  const t = useWords('shared');
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const copy = async () => setOutcome((await copyText(value ?? text)) ? 'copied' : 'failed');

  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      <Typography variant="pi" fontWeight="bold" textColor="neutral800">
        {label}
      </Typography>
      <Flex
        background="neutral100"
        hasRadius
        padding={3}
        gap={3}
        justifyContent="space-between"
        alignItems="center"
        wrap="wrap"
      >
        <Line $large={large} translate="no">
          {text}
        </Line>
        <Button
          type="button"
          variant="tertiary"
          size="S"
          startIcon={outcome === 'copied' ? <Check /> : <Duplicate />}
          onClick={() => void copy()}
        >
          {outcome === 'copied' ? t('copy.done') : (action ?? t('copy.action'))}
        </Button>
      </Flex>
      <div role="status">
        {outcome === 'failed' ? (
          <Typography variant="pi" textColor="neutral800">
            {t('copy.failed')}
          </Typography>
        ) : null}
      </div>
    </Flex>
  );
};
