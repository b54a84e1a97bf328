import { type AuthenticatorType, type MeView, type MethodObstacle } from '../../../../shared/contracts/types';
import { enrollableUi } from '../../factors';
import { useWords } from '../../i18n';

/** What has to do with where this site is; everything else is a matter of what the server was given. */
const ABOUT_ADDRESS: readonly MethodObstacle[] = [
  'no_address',
  'ip_address',
  'bare_host_name',
  'insecure_address',
  'outside_relying_party',
];

/** Why an allowed method can't be added here: what this browser lacks, or what the server says. Null when it can. */
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
