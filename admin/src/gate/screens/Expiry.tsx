import { useEffect, useState } from 'react';

import { Button } from '@strapi/design-system';

import { Notice } from '../../components';
import { useWords } from '../../i18n';

const WARNING_MS = 2 * 60_000;
/** Beyond these the computer's clock is wrong, and the server alone says when it is over. */
const SHORTEST_BELIEVED_MS = 20_000;
const LONGEST_BELIEVED_MS = 60 * 60_000;

/** Milliseconds until `expiresAt` by this computer's clock; null when that clock cannot be right. */
export const believableWait = (expiresAt: string | undefined, now: number): number | null => {
  const wait = Date.parse(expiresAt ?? '') - now;
  return wait >= SHORTEST_BELIEVED_MS && wait <= LONGEST_BELIEVED_MS ? wait : null;
};

interface ExpiryProps {
  expiresAt: string | undefined;
  onExpired(): void;
  /** Null where nothing can be begun again. */
  moreTime: (() => void) | null;
}

/** Nobody is cut off without a word: two minutes before the end there is one, and a way to go on. */
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
