import { useMemo } from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { readRefusal } from '../../api';
import { type Refusal } from '../../factors';
import { useWords, type WordKey } from '../../i18n';

const SAID = [
  'MFA_REQUIRED',
  'MFA_PASSWORD_REQUIRED',
  'MFA_ENROLLMENT_REQUIRED',
  'MFA_REAUTHENTICATION_REQUIRED',
  'MFA_LAST_FACTOR_REQUIRED',
  'MFA_NOT_FOUND',
  'MFA_TARGET_ABOVE_YOU',
  'MFA_NOT_ON_YOURSELF',
  'MFA_NOTHING_TO_RESET',
  'MFA_FORBIDDEN',
  'MFA_TOO_MANY_ATTEMPTS',
  'MFA_UNAVAILABLE',
  'MFA_INVALID_REQUEST',
] as const;

/** Refusals that mean "the person canceled", not "something is wrong". */
const DECLINED = ['MFA_REQUIRED', 'MFA_PASSWORD_REQUIRED'];

const keyOf = ({ code, status }: Refusal): WordKey<'pages'> => {
  const said = SAID.find((known) => known === code);
  if (code === 'UNREACHABLE') return 'error.UNREACHABLE';
  if (said) return `error.${said}`;
  return status === 403 ? 'error.MFA_FORBIDDEN' : 'error.generic';
};

/** Shows how an action ended: a toast for success, the reason in the person's language for a refusal. */
export const useReport = () => {
  const t = useWords('pages');
  const { toggleNotification } = useNotification();
  return useMemo(() => {
    const words = (refusal: Refusal): string => t(keyOf(refusal));
    const done = (message: string): void => toggleNotification({ type: 'success', message });
    /** `thrown`: what RTK Query or the fetch client threw. */
    const failed = (thrown: unknown): void => {
      const refusal = readRefusal(thrown);
      const type = DECLINED.some((code) => code === refusal.code) ? 'info' : 'danger';
      toggleNotification({ type, message: words(refusal) });
    };
    const wrong = (message: string): void => toggleNotification({ type: 'danger', message });
    return { done, failed, wrong, words };
  }, [t, toggleNotification]);
};
