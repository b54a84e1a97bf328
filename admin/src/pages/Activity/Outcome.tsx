import { Badge } from '@strapi/design-system';

import { type AuditEventRow } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';

/** Only what didn't succeed is worth a word. */
export const Outcome = ({ outcome }: Pick<AuditEventRow, 'outcome'>) => {
  const t = useWords('activity');
  if (outcome === 'success') return null;
  return (
    <Badge backgroundColor="danger100" textColor="danger700">
      {t('outcome.failure')}
    </Badge>
  );
};
