import { useEffect, useState } from 'react';

import { Button } from '@strapi/design-system';

import { Notice } from '../../components';
import { useWords } from '../../i18n';

const WARNING_MS = 2 * 60_000;
/** Beyond these limits the computer's clock is wrong, and only the server knows when the time is over. */
const SHORTEST_BELIEVED_MS = 20_000;
const LONGEST_BELIEVED_MS = 60 * 60_000;

/** Milliseconds until `expiresAt` by this computer's clock. Null if that clock can't be right. */
export const believableWait = (expiresAt: string | undefined, now: number): number | null => {
  const wait = Date.parse(expiresAt ?? '') - now;
  return wait >= SHORTEST_BELIEVED_MS && wait <= LONGEST_BELIEVED_MS ? wait : null;
};

interface ExpiryProps {
  expiresAt: string | undefined;
  onExpired(): void;
  /** Null if nothing can be started again. */
  moreTime: (() => void) | null;
}

/** Two minutes before the end, this warns people and lets them continue. */
export const Expiry = ({ expiresAt, onExpired, moreTime }: ExpiryProps) => {
  const t = useWords('challenge');
  const [soon, setSoon] = useState(false);

  useEffect(() => {
    setSoon(false);
    const wait = believableWait(expiresAt, Date.now());
    if (wait === null) return;
    const warning = setTimeout(() => setSoon(true), Math.max(0, wait - WARNING_MS));
    const end = setTimeout(onExpired, wait);
    return () => {
      clearTimeout(warning);
      clearTimeout(end);
    };
  }, [expiresAt, onExpired]);

  return (
    <div role="status">
      {soon ? (
        <Notice
          tone="info"
          action={
            moreTime ? (
              <Button type="button" variant="secondary" onClick={moreTime}>
                {t('expiry.moreTime')}
              </Button>
            ) : undefined
          }
        >
          {t('expiry.soon')}
        </Notice>
      ) : null}
    </div>
  );
};
