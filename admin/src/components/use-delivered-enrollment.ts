import { useState } from 'react';

import type { AuthenticatorType } from '../../../shared/contracts/types';
import type { Delivery, EnrollProps, Refusal } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { useRefusalWords } from './use-refusal-words';

/** Begin sends a code, finish proves that it arrived: the same for every method whose code travels. */
export const useDeliveredEnrollment = (type: AuthenticatorType, { calls, onEnrolled, onRefused }: EnrollProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const [delivery, setDelivery] = useState<Delivery | null>(null);
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState(0);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const refuse = (found: Refusal) => {
    setRefusal(found);
    setFailures((count) => count + 1);
    onRefused?.(found);
  };

  const send = async (body: Record<string, unknown>) => {
    setBusy(true);
    setRefusal(null);
    const answer = await calls.begin<Delivery>(type, body);
    setBusy(false);
    if (answer.ok) return setDelivery(answer.data);
    refuse(answer.refusal);
  };

  /** It has no name of its own: it is called what the panel calls the method. */
  const confirm = async (code: string) => {
    setBusy(true);
    setRefusal(null);
    const answer = await calls.finish(type, { code, name: t(`method.${type}.name`) });
    setBusy(false);
    if (answer.ok) return onEnrolled(answer.data);
    refuse(answer.refusal);
  };

  const words = (): string | null => {
    if (!refusal) return null;
    const expired = delivery !== null && Date.parse(delivery.expiresAt) < Date.now();
    return refusal.code === 'MFA_INVALID_CODE' && expired ? t('enroll.expired') : say(refusal);
  };

  const startOver = () => {
    setDelivery(null);
    setRefusal(null);
  };

  return { delivery, busy, failures, refusal, error: words(), send, confirm, startOver };
};
