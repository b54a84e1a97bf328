/** My Security: everything people can see and change about how they confirm it's them. Open to everyone. */
import { Page } from '@strapi/strapi/admin';

import { Words } from '../../i18n';
import { MySecurityPage } from './MySecurityPage';

const MySecurity = () => (
  <Words areas={['shared', 'pages', 'security', 'activity']} fallback={<Page.Loading />}>
    <MySecurityPage />
  </Words>
);

export default MySecurity;
