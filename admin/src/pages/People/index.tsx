/** Everyone who can log in, how well each is protected, and how to help people. */
import { Page } from '@strapi/strapi/admin';

import { PERMISSIONS } from '../../../../shared/contracts/constants';
import { Words } from '../../i18n';
import { PeoplePage } from './PeoplePage';
import { RightsProvider } from './rights';

const People = () => (
  <Page.Protect permissions={[{ action: PERMISSIONS.usersRead, subject: null }]}>
    <Words areas={['shared', 'pages', 'people', 'person', 'security', 'activity']} fallback={<Page.Loading />}>
      <RightsProvider>
        <PeoplePage />
      </RightsProvider>
    </Words>
  </Page.Protect>
);

export default People;
