import { Typography } from '@strapi/design-system';

import type { AuthenticatorView } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';

/** People's words, not the standard's: synced or only here, and whose product it is. */
export const RowFacts = ({ view }: { view: AuthenticatorView }) => {
  const t = useWords('shared');
  const where = view.synced === undefined ? null : t(view.synced ? 'tag.synced' : 'tag.deviceBound');
  const facts = [view.provider, where].filter(Boolean);
  if (facts.length === 0) return null;
  return (
    <Typography variant="pi" textColor="neutral600">
      {facts.join(' · ')}
    </Typography>
  );
};
