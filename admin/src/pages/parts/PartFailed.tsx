import { Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';

import { useWords } from '../../i18n';

/** A part of a page that couldn't be loaded. The rest of the page stays. */
export const PartFailed = ({ onRetry }: { onRetry(): void }) => {
  const t = useWords('pages');
  return (
    <Flex role="alert" gap={4} alignItems="center" wrap="wrap">
      <Typography textColor="neutral800">{t('part.failed')}</Typography>
      <Button variant="tertiary" size="S" startIcon={<ArrowClockwise />} onClick={onRetry}>
        {t('action.retry')}
      </Button>
    </Flex>
  );
};
