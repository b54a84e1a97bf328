import { useCallback, useRef, useState } from 'react';

import type { Answer, Refusal } from '../factors/factor-ui';

export type Kept = 'copied' | 'downloaded' | 'printed';
type Failed = 'copyFailed' | 'printFailed';

interface Saving {
  /** How the codes were saved last. Null if they weren't, as far as this page knows. */
  kept: Kept | null;
  failed: Failed | null;
  busy: boolean;
  /** Why the server doesn't know it yet. */
  refusal: Refusal | null;
  save(outcome: Kept | Failed): void;
  /** Resolves with true when the server knows that the codes were saved. */
  tell(): Promise<boolean>;
}

/**
 * Saved codes are acknowledged with one of them, which the page still has. People who saved none are asked to type one
 * from their copy instead.
 */
export const useKept = (codes: readonly string[], acknowledge: (code: string) => Promise<Answer<unknown>>): Saving => {
  const [kept, setKept] = useState<Kept | null>(null);
  const [failed, setFailed] = useState<Failed | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const told = useRef<Promise<boolean> | null>(null);

  const send = useCallback(async (): Promise<boolean> => {
    const [code = ''] = codes;
    setBusy(true);
    setRefusal(null);
    const answer = await acknowledge(code);
    // Comparing uses nothing up, so asking once more shows whether the lost answer counted.
    const last = !answer.ok && answer.refusal.code === 'UNREACHABLE' ? await acknowledge(code) : answer;
    setBusy(false);
    if (last.ok) return true;
    told.current = null;
    setRefusal(last.refusal);
    return false;
  }, [codes, acknowledge]);

  const tell = useCallback((): Promise<boolean> => {
    told.current ??= send();
    return told.current;
  }, [send]);

  const save = (outcome: Kept | Failed) => {
    const isKept = outcome !== 'copyFailed' && outcome !== 'printFailed';
    setFailed(isKept ? null : outcome);
    if (!isKept) return;
    setKept(outcome);
    void tell();
  };

  return { kept, failed, busy, refusal, save, tell };
};
