/** The activity log. `audit.read` allows reading it, and `audit.export` allows exporting it. */
import { Page, useRBAC } from '@strapi/strapi/admin';

import { PERMISSIONS } from '../../../../shared/contracts/constants';
import { Words } from '../../i18n';
import { ActivityPage } from './ActivityPage';

const EXPORT = [{ action: PERMISSIONS.auditExport, subject: null }];

const Guarded = () => {
  const { allowedActions, isLoading } = useRBAC({ export: EXPORT });
  return isLoading ? <Page.Loading /> : <ActivityPage canExport={allowedActions.canExport ?? false} />;
};

const Activity = () => (
  <Page.Protect permissions={[{ action: PERMISSIONS.auditRead, subject: null }]}>
    <Words areas={['shared', 'pages', 'activity', 'events']} fallback={<Page.Loading />}>
      <Guarded />
    </Words>
  </Page.Protect>
);

export default Activity;
