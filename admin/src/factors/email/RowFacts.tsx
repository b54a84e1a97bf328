import { Typography } from '@strapi/design-system';

import type { AuthenticatorView } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';

/** The masked destination, and how secure it is. */
export const RowFacts = ({ view }: { view: AuthenticatorView }) => {
  const t = useWords('shared');
  return (
    <Typography variant="pi" textColor="neutral600">
      {[view.destination, t('tag.lessProtection')].filter(Boolean).join(' · ')}
    </Typography>
  );
};
