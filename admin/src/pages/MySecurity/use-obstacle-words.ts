import { type AuthenticatorType, type MeView } from '../../../../shared/contracts/types';
import { enrollableUi } from '../../factors';
import { useWords } from '../../i18n';

/** Why an allowed method can't be added here: what this browser lacks, or what the server says. Null when it can. */
export const useObstacleWords = (me: MeView) => {
  const shared = useWords('shared');
  return (type: AuthenticatorType): string | null => {
    const obstacle = enrollableUi(type).obstacle();
    if (obstacle !== null) return shared(`unavailable.${obstacle}`);
    const refused = me.unavailableMethods.find(({ method }) => method === type);
    if (!refused) return null;
    return shared(refused.reason === 'not_configured' ? 'unavailable.server' : 'unavailable.address');
  };
};
