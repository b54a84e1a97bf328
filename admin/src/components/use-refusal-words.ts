import { useCallback } from 'react';

import type { Refusal } from '../factors/factor-ui';
import { useWords } from '../i18n';

const minutesOf = (refusal: Refusal): number | null => {
  const seconds = refusal.details.retryAfterSeconds;
  return typeof seconds === 'number' ? Math.max(1, Math.ceil(seconds / 60)) : null;
};

/**
 * Explains a refusal in the panel's language. It depends on the code, never on the server's message, which is English
 * for other clients.
 */
export const useRefusalWords = () => {
  const t = useWords('shared');
  return useCallback(
    (refusal: Refusal): string => {
      const minutes = minutesOf(refusal);
      switch (refusal.code) {
        case 'MFA_INVALID_CODE':
          return t('code.wrong');
        case 'MFA_INVALID_PASSWORD':
          return t('password.wrong');
        case 'MFA_TOO_MANY_ATTEMPTS':
        case 'MFA_RESEND_TOO_EARLY':
          return minutes === null ? t('refusal.tooMany') : t('refusal.tooManyMinutes', { minutes });
        case 'MFA_DELIVERY_FAILED':
          return t('send.failed');
        case 'MFA_LIMIT_REACHED':
          return t('refusal.limit');
        case 'MFA_METHOD_UNAVAILABLE':
          return t('unavailable.server');
        case 'MFA_UNAVAILABLE':
        case 'UNREACHABLE':
          return t('refusal.unreachable');
        default:
          return t('refusal.unexpected');
      }
    },
    [t]
  );
};

/** "{n} attempts left", if there are at most two. */
export const useAttemptsLeft = () => {
  const t = useWords('shared');
  return useCallback(
    (refusal: Refusal): string => {
      const left = refusal.details.attemptsRemaining;
      return typeof left === 'number' && left > 0 && left <= 2 ? t('code.attempts', { count: left }) : '';
    },
    [t]
  );
};
