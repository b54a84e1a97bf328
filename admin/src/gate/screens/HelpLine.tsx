import { Link, Typography } from '@strapi/design-system';

import { useHelpText } from '../../components';
import { useWords } from '../../i18n';
import type { GateState } from '../question/machine';

/** The help text of the site, in the panel's language. Nothing if there is none. */
export const HelpLine = ({ help }: { help: GateState['help'] }) => {
  const t = useWords('challenge');
  const text = useHelpText(help);
  if (!text && !help.url) return null;
  return (
    <Typography tag="p" variant="pi" textColor="neutral600" textAlign="center">
      {text}{' '}
      {help.url ? (
        <Link href={help.url} isExternal>
          {t('help.link')}
        </Link>
      ) : null}
    </Typography>
  );
};
