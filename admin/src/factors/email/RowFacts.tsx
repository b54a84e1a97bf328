import { Typography } from '@strapi/design-system';

import { useWords } from '../../i18n';
import type { RowFactsProps } from '../factor-ui';

/** Between the first letter and the domain. */
const MASK = '•••';

const isMaskOf = (masked: string, address: string): boolean => {
  const [start = '', end = ''] = masked.split(MASK);
  return masked.includes(MASK) && address.startsWith(start) && address.endsWith(end);
};

/** The destination, and how secure it is. Masked, except for the owner's own address. */
export const RowFacts = ({ view, account = null }: RowFactsProps) => {
  const t = useWords('shared');
  const { destination = '' } = view;
  const shown = account !== null && isMaskOf(destination, account) ? account : destination;
  return (
    <Typography variant="pi" textColor="neutral600">
      {[shown, t('tag.lessProtection')].filter(Boolean).join(' · ')}
    </Typography>
  );
};
