import { Link } from '@strapi/design-system';

import { useWords } from '../i18n';

/** The package's page, with the documentation of the released version for users, administrators, and operators. */
const GUIDE = 'https://www.npmjs.com/package/strapi-plugin-mfa#documentation';

export const GuideLink = () => {
  const t = useWords('shared');
  return (
    <Link href={GUIDE} isExternal>
      {t('guide.link')}
    </Link>
  );
};
