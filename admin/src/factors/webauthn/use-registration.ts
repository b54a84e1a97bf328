import { useCallback, useEffect, useRef, useState } from 'react';

import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/browser';

import type { EnrollProps, Refusal } from '../factor-ui';
import { cancelCeremony, prepare, register, type CeremonyFault, type Hint } from './ceremony';
import { forgetRefused } from './signals';

interface Waiting {
  hint: Hint;
  publicKey: PublicKeyCredentialCreationOptionsJSON;
}

/** Not the person's fault, and no reason to suggest another device. */
const HARMLESS: readonly CeremonyFault[] = ['late', 'unfocused'];

/** A full security key reports one of these, or nothing specific. */
const wantsPlace = ({ hint, publicKey }: Waiting, fault: CeremonyFault): boolean =>
  hint === 'security-key' &&
  publicKey.authenticatorSelection?.residentKey === 'required' &&
  (fault === 'needsPin' || fault === 'failed');

/** Requests options, opens the browser's prompt, and sends its answer. One at a time. */
export const useRegistration = (
  { calls, onEnrolled, onRefused }: EnrollProps,
  nameOf: (response: RegistrationResponseJSON) => string | undefined
) => {
  const [running, setRunning] = useState<Hint | null>(null);
  const [fault, setFault] = useState<CeremonyFault | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [failures, setFailures] = useState(0);
  const [takesPlace, setTakesPlace] = useState(false);
  const waiting = useRef<Waiting | null>(null);
  const hasPlace = useRef(true);
  const wanted = useRef<AbortController | null>(null);

  const cancel = useCallback(() => {
    wanted.current?.abort();
    void cancelCeremony();
  }, []);
  useEffect(() => {
    prepare();
    return cancel;
  }, [cancel]);

  const refuse = (found: Refusal) => {
    setRefusal(found);
    onRefused?.(found);
  };

  const optionsFor = async (hint: Hint): Promise<Waiting | null> => {
    const kept = waiting.current;
    waiting.current = null;
    if (kept?.hint === hint) return kept;
    const body = { hint, ...(hint === 'security-key' && !hasPlace.current ? { discoverable: false } : {}) };
    const begun = await calls.begin<{ publicKey: PublicKeyCredentialCreationOptionsJSON }>('webauthn', body);
    if (begun.ok) return { hint, publicKey: begun.data.publicKey };
    refuse(begun.refusal);
    return null;
  };

  const fail = (options: Waiting, found: CeremonyFault) => {
    if (found === 'late') waiting.current = options;
    if (!HARMLESS.includes(found)) setFailures((count) => count + 1);
    if (!wantsPlace(options, found)) return setFault(found);
    hasPlace.current = false;
    setFault('noPlace');
  };

  const run = async (hint: Hint, signal: AbortSignal) => {
    const options = await optionsFor(hint);
    if (!options) return;
    setTakesPlace(hint === 'security-key' && options.publicKey.authenticatorSelection?.residentKey === 'required');
    const ceremony = await register(options.publicKey, signal);
    if (!ceremony.ok) return fail(options, ceremony.fault);
    const { response } = ceremony;
    const finished = await calls.finish('webauthn', { response, suggestedName: nameOf(response) });
    if (finished.ok) return onEnrolled({ ...finished.data, credentialId: response.id });
    forgetRefused(options.publicKey.rp.id, response.id, finished.refusal);
    refuse(finished.refusal);
  };

  const start = async (hint: Hint) => {
    const controller = new AbortController();
    wanted.current = controller;
    setFault(null);
    setRefusal(null);
    setRunning(hint);
    await run(hint, controller.signal);
    setRunning(null);
  };

  return { running, fault, refusal, failures, takesPlace, start, cancel };
};
