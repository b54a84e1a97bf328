import { Flex, Typography } from '@strapi/design-system';

import { type AdminTokenView } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { Fold, Rows, Section } from '../parts';

/** Long-lived tokens that need no second factor: their owners and ages. */
export const AdminTokens = ({ tokens }: { tokens: AdminTokenView[] }) => {
  const t = useWords('people');
  if (tokens.length === 0) return null;
  return (
    <Fold label={t('tokens.count', { count: tokens.length })}>
      <Section title={t('tokens.title')} hint={t('tokens.hint')}>
        <Rows>
          {tokens.map((token) => (
            <Flex tag="li" key={token.id} gap={4} justifyContent="space-between" wrap="wrap">
              <Typography textColor="neutral800">{token.name}</Typography>
              <Typography variant="pi" textColor="neutral600">
                {token.owner?.email ?? t('tokens.noOwner')}
                {' · '}
                {t('tokens.age', { days: token.ageDays })}
              </Typography>
            </Flex>
          ))}
        </Rows>
      </Section>
    </Fold>
  );
};
