import { type AuthenticatorType, type MeView, type MethodObstacle } from '../../../../shared/contracts/types';
import { enrollableUi } from '../../factors';
import { useWords } from '../../i18n';

/** Obstacles of this site's address. The others depend on the server's configuration. */
const ABOUT_ADDRESS: readonly MethodObstacle[] = [
  'no_address',
  'ip_address',
  'bare_host_name',
  'insecure_address',
  'outside_relying_party',
];

/** Why an allowed method can't be added here, according to the browser or the server. Null if it can. */
export const useObstacleWords = (me: MeView) => {
  const shared = useWords('shared');
  return (type: AuthenticatorType): string | null => {
    const obstacle = enrollableUi(type).obstacle();
    if (obstacle !== null) return shared(`unavailable.${obstacle}`);
    const refused = me.unavailableMethods.find(({ method }) => method === type);
    if (!refused) return null;
    return shared(ABOUT_ADDRESS.includes(refused.reason) ? 'unavailable.address' : 'unavailable.server');
  };
};
