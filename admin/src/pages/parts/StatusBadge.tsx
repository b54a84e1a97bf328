import { Status, Typography } from '@strapi/design-system';

import { type PersonStatus } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';

const VARIANTS = {
  protected: 'success',
  weak: 'warning',
  not_set_up: 'neutral',
  in_grace: 'warning',
  must_enroll: 'danger',
  exempt: 'secondary',
  locked: 'danger',
} as const satisfies Record<PersonStatus, string>;

/**
 * A status in words. The color only repeats them. The text stays neutral800, because the theme's own is too pale on
 * yellow.
 */
export const StatusBadge = ({ status }: { status: PersonStatus }) => {
  const t = useWords('people');
  return (
    <Status variant={VARIANTS[status]} size="S" width="min-content">
      <Typography tag="span" variant="pi" fontWeight="bold" textColor="neutral800" style={{ whiteSpace: 'nowrap' }}>
        {t(`status.${status}`)}
      </Typography>
    </Status>
  );
};
