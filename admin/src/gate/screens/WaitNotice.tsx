import { useEffect, useRef, useState } from 'react';

import { Typography, VisuallyHidden } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { Notice } from '../../components';
import { useWords } from '../../i18n';

interface WaitNoticeProps {
  /** Null: waiting doesn't help. Another method or an administrator does. */
  until: string | null;
  onOver(): void;
}

const MINUTE_S = 60;
/** After this long, people may want an administrator to shorten the wait. */
const LONG_S = 15 * MINUTE_S;

const secondsUntil = (until: string | null): number =>
  until === null ? Infinity : Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / 1000));

/** The countdown is only visual. The text is announced once. */
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

/** Replaces a method's form while its attempts are used up. */
export const WaitNotice = ({ until, onOver }: WaitNoticeProps) => {
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
    // The focused field is gone with its form.
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
