import { Flex } from '@strapi/design-system';

import type { Method } from '../../../shared/contracts/types';
import { factorUi } from './registry';

/** The method's icon. Text is next to it, so it's hidden from screen readers. */
export const FactorIcon = ({ method }: { method: Method }) => {
  const { icon: Icon } = factorUi(method);
  return (
    <Flex
      aria-hidden
      alignItems="center"
      justifyContent="center"
      background="neutral100"
      color="neutral600"
      hasRadius
      width="3.2rem"
      height="3.2rem"
      shrink={0}
    >
      <Icon />
    </Flex>
  );
};
