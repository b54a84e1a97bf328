import { Flex, Typography } from '@strapi/design-system';

import { type AuthenticatorView } from '../../../../shared/contracts/types';
import { FactorIcon } from '../../factors';

/** At most two letters: "1P" for 1Password, "iK" for iCloud Keychain. Logos belong to their owners. */
export const monogram = (provider: string): string => {
  const words = provider.split(/[\s-]+/).filter(Boolean);
  const letters = words.length > 1 ? words.map((word) => word.charAt(0)) : Array.from(provider.replace(/[a-z]/g, ''));
  return (letters.length > 0 ? letters : Array.from(provider)).slice(0, 2).join('');
};

/** The provider's initials if the authenticator names its maker, else the method's icon. */
export const RowIcon = ({ view }: { view: AuthenticatorView }) => {
  if (!view.provider) return <FactorIcon method={view.type} />;
  return (
    <Flex
      aria-hidden
      data-provider={view.provider}
      alignItems="center"
      justifyContent="center"
      background="primary100"
      hasRadius
      width="3.2rem"
      height="3.2rem"
      shrink={0}
    >
      <Typography variant="pi" fontWeight="bold" textColor="primary700">
        {monogram(view.provider)}
      </Typography>
    </Flex>
  );
};
