import { useEffect, useRef, useState } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';

import { useWords } from '../../i18n';
import type { TryItProps } from '../factor-ui';
import { authenticate, cancelCeremony } from './ceremony';

type Outcome = 'works' | 'late' | 'nothing' | 'refused' | null;

interface Ready {
  transaction: string;
  publicKey: PublicKeyCredentialRequestOptionsJSON;
}

/** Only the new one, if the server lists it: another one would prove nothing about it. */
const narrowed = (
  publicKey: PublicKeyCredentialRequestOptionsJSON,
  credentialId: string | undefined
): PublicKeyCredentialRequestOptionsJSON => {
  const only = (publicKey.allowCredentials ?? []).filter(({ id }) => id === credentialId);
  return only.length === 0 ? publicKey : { ...publicKey, allowCredentials: only };
};

/** The next login in small: the browser's prompt for the new passkey, and the server's judgment. */
const useTrial = ({ calls, credentialId }: TryItProps) => {
  const [running, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const wanted = useRef(new AbortController());
  const waiting = useRef<Ready | null>(null);
  useEffect(
    () => () => {
      wanted.current.abort();
      void cancelCeremony();
    },
    []
  );

  const prepare = async (): Promise<Ready | null> => {
    const kept = waiting.current;
    waiting.current = null;
    if (kept) return kept;
    const opened = await calls.open();
    if (!opened.ok) return null;
    const { transaction = '' } = opened.data;
    const options = await calls.options(transaction);
    if (!options.ok) return null;
    const publicKey = options.data.publicKey as unknown as PublicKeyCredentialRequestOptionsJSON;
    return { transaction, publicKey: narrowed(publicKey, credentialId) };
  };

  const prove = async (): Promise<Outcome> => {
    const ready = await prepare();
    if (!ready) return 'refused';
    const ceremony = await authenticate(ready.publicKey, wanted.current.signal);
    if (!ceremony.ok) {
      if (ceremony.fault !== 'late') return 'nothing';
      waiting.current = ready;
      return 'late';
    }
    const answer = await calls.verify(ready.transaction, 'webauthn', { response: ceremony.response });
    return answer.ok ? 'works' : 'refused';
  };

  const start = async () => {
    setRunning(true);
    setOutcome(null);
    setOutcome(await prove());
    setRunning(false);
  };

  return { running, outcome, start };
};

export const TryIt = (props: TryItProps) => {
  const t = useWords('shared');
  const { running, outcome, start } = useTrial(props);
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      {outcome === 'works' ? null : (
        <Button type="button" variant="secondary" loading={running} onClick={() => void start()}>
          {outcome === null ? t('ready.try') : t('action.tryAgain')}
        </Button>
      )}
      <Flex gap={2} alignItems="center" role="status">
        {outcome === 'works' ? <CheckCircle aria-hidden fill="success600" /> : null}
        {outcome === null ? null : (
          <Typography tag="p" textColor="neutral800">
            {t(`ready.try.${outcome}`)}
          </Typography>
        )}
      </Flex>
    </Flex>
  );
};
