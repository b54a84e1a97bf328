/** The policy: who needs MFA. `policy.read` allows reading it, and `policy.update` allows changing it. */
import { Page, useRBAC } from '@strapi/strapi/admin';

import { PERMISSIONS } from '../../../../shared/contracts/constants';
import { Words } from '../../i18n';
import { PolicyPage } from './PolicyPage';

const UPDATE = [{ action: PERMISSIONS.policyUpdate, subject: null }];

const Guarded = () => {
  const { allowedActions, isLoading } = useRBAC({ update: UPDATE });
  return isLoading ? <Page.Loading /> : <PolicyPage canUpdate={allowedActions.canUpdate ?? false} />;
};

const Policy = () => (
  <Page.Protect permissions={[{ action: PERMISSIONS.policyRead, subject: null }]}>
    <Words areas={['shared', 'pages', 'policy']} fallback={<Page.Loading />}>
      <Guarded />
    </Words>
  </Page.Protect>
);

export default Policy;
