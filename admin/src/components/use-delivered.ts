import { useState } from 'react';

import type { AuthenticatorType } from '../../../shared/contracts/types';
import type { Answer, Delivery, Enrolled, EnrollProps, Refusal } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { useRefusalWords } from './use-refusal-words';

interface Travelling<T> {
  send(body: Record<string, unknown>): Promise<Answer<Delivery>>;
  confirm(code: string): Promise<Answer<T>>;
  onConfirmed(result: T): void;
  onRefused?(refusal: Refusal): void;
}

export interface Delivered {
  /** Null until a code is sent. */
  delivery: Delivery | null;
  busy: boolean;
  /** Counts refusals, so that a repeated refusal can be announced again. */
  failures: number;
  refusal: Refusal | null;
  error: string | null;
  send(body: Record<string, unknown>): Promise<void>;
  confirm(code: string): Promise<void>;
  startOver(): void;
}

/** State of a code that is sent by email or text message, then typed in. */
export const useDelivered = <T>({ onConfirmed, onRefused, ...calls }: Travelling<T>): Delivered => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const [delivery, setDelivery] = useState<Delivery | null>(null);
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState(0);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const run = async <R>(call: () => Promise<Answer<R>>, done: (data: R) => void): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    const answer = await call();
    setBusy(false);
    if (answer.ok) return done(answer.data);
    setRefusal(answer.refusal);
    setFailures((count) => count + 1);
    onRefused?.(answer.refusal);
  };

  const words = (): string | null => {
    if (!refusal) return null;
    const expired = delivery !== null && Date.parse(delivery.expiresAt) < Date.now();
    return refusal.code === 'MFA_INVALID_CODE' && expired ? t('enroll.expired') : say(refusal);
  };

  return {
    delivery,
    busy,
    failures,
    refusal,
    error: words(),
    send: (body) => run(() => calls.send(body), setDelivery),
    confirm: (code) => run(() => calls.confirm(code), onConfirmed),
    startOver: () => {
      setDelivery(null);
      setRefusal(null);
    },
  };
};

/** Begin sends a code, and finish proves that it arrived. All methods with a sent code work this way. */
export const useDeliveredEnrollment = (type: AuthenticatorType, { calls, onEnrolled, onRefused }: EnrollProps) => {
  const t = useWords('shared');
  return useDelivered<Enrolled>({
    send: (body) => calls.begin<Delivery>(type, body),
    // These methods have no name of their own, so they get the panel's name for the method.
    confirm: (code) => calls.finish(type, { code, name: t(`method.${type}.name`) }),
    onConfirmed: onEnrolled,
    onRefused,
  });
};
