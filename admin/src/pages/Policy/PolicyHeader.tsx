import { Button, Flex, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Layouts, useForm } from '@strapi/strapi/admin';
import { styled } from 'styled-components';

import { type PolicyView } from '../../../../shared/contracts/types';
import { GuideLink } from '../../components';
import { useWords } from '../../i18n';
import { useWhen } from '../parts';

/** The sticky header has room for the title and the button. */
const Subtitle = styled(Flex)`
  [data-strapi-header-sticky] & {
    display: none;
  }
`;

/** The last change, which auditors ask for first. */
const LastChange = ({ view }: { view: PolicyView }) => {
  const t = useWords('policy');
  const when = useWhen();
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {view.updatedAt
        ? t('page.changed', { date: when.moment(view.updatedAt), email: view.updatedBy?.email ?? '–' })
        : t('page.never')}
    </Typography>
  );
};

export const PolicyHeader = ({ view, canUpdate }: { view: PolicyView; canUpdate: boolean }) => {
  const t = useWords('policy');
  const modified = useForm('Policy', (state) => state.modified);
  const isSubmitting = useForm('Policy', (state) => state.isSubmitting);
  return (
    <Layouts.Header
      id="mfa-policy-title"
      title={t('page.title')}
      subtitle={
        <Subtitle direction="column" alignItems="flex-start" gap={2}>
          <Typography variant="epsilon" textColor="neutral600" tag="p">
            {t('page.subtitle')}
          </Typography>
          <LastChange view={view} />
          <GuideLink />
        </Subtitle>
      }
      primaryAction={
        canUpdate ? (
          <Button type="submit" size="S" startIcon={<Check />} disabled={!modified} loading={isSubmitting}>
            {t('save.button')}
          </Button>
        ) : null
      }
    />
  );
};
