import { useEffect } from 'react';

import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { Notice } from '../../components';
import { useWords } from '../../i18n';

interface CoolingProps {
  /** Null: no time opens it again, another way or an administrator does. */
  until: string | null;
  onOver(): void;
}

/** In place of a method's form while its guesses are used up. */
export const Cooling = ({ until, onOver }: CoolingProps) => {
  const t = useWords('challenge');
  const { formatTime } = useIntl();

  useEffect(() => {
    if (until === null) return;
    const timer = setTimeout(onOver, Math.max(0, Date.parse(until) - Date.now()));
    return () => clearTimeout(timer);
  }, [until, onOver]);

  return (
    <Notice tone="warning" title={t('cooling.title')} announce="assertive">
      <Typography textColor="neutral800">
        {until === null
          ? t('cooling.stopped')
          : t('cooling.until', { time: formatTime(until, { timeStyle: 'short' }) })}
      </Typography>
    </Notice>
  );
};
