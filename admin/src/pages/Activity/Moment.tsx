import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { When } from '../parts';

/** The exact time, with the year if it's another one, and how long ago that was. */
export const Moment = ({ iso }: { iso: string }) => {
  const { formatDate } = useIntl();
  const at = new Date(iso);
  const year = at.getFullYear() === new Date().getFullYear() ? {} : ({ year: 'numeric' } as const);
  return (
    <>
      <Typography textColor="neutral800">
        {formatDate(at, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', ...year })}
      </Typography>
      <Typography variant="pi" textColor="neutral600">
        <When iso={iso} />
      </Typography>
    </>
  );
};
