import { Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { PLUGIN_ID } from '../../../shared/contracts/constants';

/**
 * Shown if a page's file is missing or blocked. Part of the panel's first bundle, because loading anything could fail,
 * too.
 */
export const NotLoaded = () => {
  const { formatMessage } = useIntl();
  const t = (key: string, defaultMessage: string) =>
    formatMessage({ id: `${PLUGIN_ID}.shell.page.${key}`, defaultMessage });
  return (
    <Flex tag="main" direction="column" alignItems="flex-start" gap={4} padding={8}>
      <Typography tag="p" role="alert" textColor="neutral800">
        {t('notLoaded', 'This page couldn’t load. It may have been updated in the meantime.')}
      </Typography>
      <Button type="button" onClick={() => window.location.reload()}>
        {t('reload', 'Reload')}
      </Button>
    </Flex>
  );
};
