import { Link } from '@strapi/design-system';

import { useWords } from '../i18n';

/** The package's own page: its documentation for users, administrators and operators, of the version that is out. */
const GUIDE = 'https://www.npmjs.com/package/strapi-plugin-mfa#documentation';

export const GuideLink = () => {
  const t = useWords('shared');
  return (
    <Link href={GUIDE} isExternal>
      {t('guide.link')}
    </Link>
  );
};
