import { Badge } from '@strapi/design-system';

import type { AuthenticatorView } from '../../../shared/contracts/types';
import { useWords } from '../i18n';

/**
 * Shows why the policy doesn't accept this passkey or security key, or what its model's metadata warns of. Otherwise
 * empty.
 */
export const KeyState = ({ view }: { view: AuthenticatorView }) => {
  const t = useWords('shared');
  const words = view.shortfall ? t(`shortfall.${view.shortfall}`) : view.withdrawn ? t('tag.withdrawn') : null;
  if (words === null) return null;
  return (
    <Badge backgroundColor={view.withdrawn ? 'danger100' : 'warning100'} textColor="neutral800">
      {words}
    </Badge>
  );
};
