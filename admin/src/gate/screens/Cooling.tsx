import { useEffect, useRef, useState } from 'react';

import { Typography, VisuallyHidden } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { Notice } from '../../components';
import { useWords } from '../../i18n';

interface CoolingProps {
  /** Null: no time opens it again, another way or an administrator does. */
  until: string | null;
  onOver(): void;
}

const MINUTE_S = 60;
/** Whoever waits longer than this may want somebody to shorten it. */
const LONG_S = 15 * MINUTE_S;

const secondsUntil = (until: string | null): number =>
  until === null ? Infinity : Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / 1000));

/** Counts by itself, for the eye only: the words are said once. */
const useSecondsLeft = (until: string | null): number => {
  const [left, setLeft] = useState(() => secondsUntil(until));
  useEffect(() => {
    setLeft(secondsUntil(until));
    if (until === null) return;
    const timer = setInterval(() => setLeft(secondsUntil(until)), 1000);
    return () => clearInterval(timer);
  }, [until]);
  return left;
};

/** In place of a method's form while its guesses are used up. */
export const Cooling = ({ until, onOver }: CoolingProps) => {
  const t = useWords('challenge');
  const { formatDate, formatTime } = useIntl();
  const box = useRef<HTMLDivElement>(null);
  const seconds = useSecondsLeft(until);
  const [first] = useState(seconds);

  useEffect(() => {
    if (until === null) return;
    const timer = setTimeout(onOver, Math.max(0, Date.parse(until) - Date.now()));
    return () => clearTimeout(timer);
  }, [until, onOver]);

  useEffect(() => {
    // The field that had the focus is gone with its form.
    if (document.activeElement === null || document.activeElement === document.body) box.current?.focus();
  }, []);

  const whenOf = (time: string): string => {
    const today = new Date(time).toDateString() === new Date().toDateString();
    if (today) return formatTime(time, { timeStyle: 'short' });
    return formatDate(time, { dateStyle: 'long', timeStyle: 'short' });
  };
  const wordsAt = (left: number): string => {
    if (until === null) return t('cooling.stopped');
    if (left <= MINUTE_S) return t('cooling.seconds', { seconds: left });
    return t(left > LONG_S ? 'cooling.untilLong' : 'cooling.until', { time: whenOf(until) });
  };

  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="warning" title={t('cooling.title')} announce="assertive">
        <Typography textColor="neutral800" aria-hidden>
          {wordsAt(seconds)}
        </Typography>
        <VisuallyHidden>{wordsAt(first)}</VisuallyHidden>
      </Notice>
    </div>
  );
};
