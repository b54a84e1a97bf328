import { useCallback, useEffect, useRef, useState } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { Key } from '@strapi/icons';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';

import { useRefusalWords } from '../../components';
import { useWords } from '../../i18n';
import type { Answer, ChallengeProps } from '../factor-ui';
import { authenticate, cancelCeremony, prepare, type CeremonyFault } from './ceremony';
import { signalUnknownCredential } from './signals';

type Outcome = CeremonyFault | 'unknown' | 'refused' | null;

/** Faults that aren't the person's. */
const CALM: readonly Outcome[] = ['cancelled', 'late', 'unfocused'];

const requestOptions = (answer: Answer<{ publicKey: Record<string, unknown> }>) =>
  answer.ok ? (answer.data.publicKey as unknown as PublicKeyCredentialRequestOptionsJSON) : null;

const accepts = (options: PublicKeyCredentialRequestOptionsJSON, id: string): boolean =>
  (options.allowCredentials ?? []).some((credential) => credential.id === id);

/** Opens the browser's prompt only when the person presses the button. */
const useCeremony = ({ options, submit, refusal, failures, suggestOtherWays }: ChallengeProps) => {
  const [running, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const [serverSays, setServerSays] = useState<Parameters<ReturnType<typeof useRefusalWords>>[0] | null>(null);
  const cancellations = useRef(0);
  const wanted = useRef<AbortController | null>(null);
  const waiting = useRef<PublicKeyCredentialRequestOptionsJSON | null>(null);
  const used = useRef<string | null>(null);

  const cancel = useCallback(() => {
    wanted.current?.abort();
    void cancelCeremony();
  }, []);
  useEffect(() => {
    prepare();
    return cancel;
  }, [cancel]);

  useEffect(() => {
    if (!refusal) return;
    setOutcome('refused');
    const id = used.current;
    if (id === null || refusal.code !== 'MFA_INVALID_CODE') return;
    // The refusal gives no reason. If the account no longer lists this key, the password manager may remove it.
    void options().then((answer) => {
      const fresh = requestOptions(answer);
      if (!fresh?.rpId || accepts(fresh, id)) return;
      setOutcome('unknown');
      void signalUnknownCredential(fresh.rpId, id);
    });
  }, [refusal, failures, options]);

  const optionsNow = async (): Promise<PublicKeyCredentialRequestOptionsJSON | null> => {
    const kept = waiting.current;
    waiting.current = null;
    if (kept) return kept;
    const answer = await options();
    if (!answer.ok) setServerSays(answer.refusal);
    return requestOptions(answer);
  };

  const run = async (signal: AbortSignal) => {
    const publicKey = await optionsNow();
    if (!publicKey) return setRunning(false);
    const ceremony = await authenticate(publicKey, signal);
    setRunning(false);
    if (ceremony.ok) {
      used.current = ceremony.response.id;
      return submit({ response: ceremony.response });
    }
    setOutcome(ceremony.fault);
    if (ceremony.fault === 'late') waiting.current = publicKey;
    if (ceremony.fault === 'late' || ceremony.fault === 'unfocused') return;
    cancellations.current += 1;
    if (cancellations.current > 1 || ceremony.fault !== 'cancelled') suggestOtherWays();
  };

  const start = () => {
    const controller = new AbortController();
    wanted.current = controller;
    setOutcome(null);
    setServerSays(null);
    setRunning(true);
    return run(controller.signal);
  };

  return { running, outcome, serverSays, start, cancel };
};

export const Challenge = (props: ChallengeProps) => {
  const { busy, refusal, extra } = props;
  const t = useWords('challenge');
  const shared = useWords('shared');
  const say = useRefusalWords();
  const { running, outcome, serverSays, start, cancel } = useCeremony(props);

  const words = (): string | null => {
    if (serverSays) return say(serverSays);
    switch (outcome) {
      case null:
        return null;
      case 'refused':
        return refusal && refusal.code !== 'MFA_INVALID_CODE' ? say(refusal) : t('panel.webauthn.refused');
      case 'wrongAddress':
        return t('panel.webauthn.wrongAddress', { host: window.location.host });
      case 'unknown':
      case 'cancelled':
      case 'unfocused':
        return t(`panel.webauthn.${outcome}`);
      case 'late':
        return t('panel.webauthn.ready');
      default:
        return t('panel.webauthn.failed');
    }
  };
  const said = words();

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography tag="p" textColor="neutral600" aria-live="polite">
        {running ? t('panel.webauthn.during') : t('panel.webauthn.before')}
      </Typography>
      <div role="alert">
        {said ? (
          <Typography tag="p" textColor={outcome && CALM.includes(outcome) ? 'neutral800' : 'danger600'}>
            {said}
          </Typography>
        ) : null}
      </div>
      {extra}
      <Button
        type="button"
        size="L"
        fullWidth
        autoFocus
        startIcon={<Key />}
        loading={running || busy}
        onClick={() => void start()}
      >
        {said && outcome !== 'late' ? shared('action.tryAgain') : t('panel.webauthn.button')}
      </Button>
      {running ? (
        <Button type="button" variant="tertiary" onClick={cancel}>
          {shared('action.cancel')}
        </Button>
      ) : null}
    </Flex>
  );
};
