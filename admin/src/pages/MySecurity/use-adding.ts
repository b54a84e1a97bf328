import { useCallback, useState } from 'react';

import { type AuthenticatorType, type AuthenticatorView } from '../../../../shared/contracts/types';
import { proveRecently } from '../../api';
import { useReport } from '../parts';

/** Answers that the person gave by closing the question. */
const DECLINED = ['MFA_REQUIRED', 'MFA_PASSWORD_REQUIRED'];

export interface Adding {
  type: AuthenticatorType;
  /** The passkey that the new one may replace, on a device that stores one per account. */
  replaces: AuthenticatorView | null;
}

/** Adds a method. The question whether it's them comes before the dialog, so that neither covers the other. */
export const useAdding = () => {
  const report = useReport();
  const [asking, setAsking] = useState<AuthenticatorType | null>(null);
  const [adding, setAdding] = useState<Adding | null>(null);

  const begin = useCallback(
    async (type: AuthenticatorType, replaces: AuthenticatorView | null = null) => {
      setAsking(type);
      const answer = await proveRecently();
      setAsking(null);
      if (answer.ok) return setAdding({ type, replaces });
      if (!DECLINED.some((code) => code === answer.refusal.code)) report.failed(answer.refusal);
    },
    [report]
  );

  return {
    /** The method whose button was pressed, while the question is open. */
    asking,
    adding,
    begin: (type: AuthenticatorType, replaces?: AuthenticatorView) => void begin(type, replaces),
    /** Another one, with the proof that was just given. */
    next: (type: AuthenticatorType) => setAdding({ type, replaces: null }),
    end: () => setAdding(null),
  };
};
