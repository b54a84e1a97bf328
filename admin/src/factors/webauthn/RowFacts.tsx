import { Typography } from '@strapi/design-system';

import { useWords } from '../../i18n';
import type { RowFactsProps } from '../factor-ui';

/** In plain words: synced or on one device, and the product. */
export const RowFacts = ({ view, me }: RowFactsProps) => {
  const t = useWords('shared');
  const where = view.synced === undefined ? null : t(view.synced ? 'tag.synced' : 'tag.deviceBound');
  const alone = t(view.discoverable === true ? 'tag.logsInAlone' : 'tag.needsPassword');
  const facts = [view.provider, where, me?.passwordless ? alone : null].filter(Boolean);
  if (facts.length === 0) return null;
  return (
    <Typography variant="pi" textColor="neutral600">
      {facts.join(' · ')}
    </Typography>
  );
};
