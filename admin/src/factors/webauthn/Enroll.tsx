import { useCallback, useEffect, useRef, useState } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { Key, Monitor, Phone } from '@strapi/icons';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';

import { NameField, Notice, useRefusalWords } from '../../components';
import { useWords } from '../../i18n';
import type { EnrollProps, Refusal } from '../factor-ui';
import { cancelCeremony, obstacle, register, type CeremonyFault, type Hint } from './ceremony';

const WAYS = [
  { hint: 'client-device', words: 'enroll.webauthn.device', Icon: Monitor },
  { hint: 'security-key', words: 'enroll.webauthn.key', Icon: Key },
  { hint: 'hybrid', words: 'enroll.webauthn.phone', Icon: Phone },
] as const;

const FAULT_WORDS = {
  cancelled: 'enroll.webauthn.nothingAdded',
  already: 'enroll.webauthn.already',
  needsPin: 'enroll.webauthn.needsPin',
  wrongAddress: 'enroll.webauthn.wrongAddress',
  failed: 'enroll.webauthn.failed',
} as const satisfies Record<CeremonyFault, string>;

/** Asks for options, opens the browser's prompt, sends its answer. One way at a time. */
const useRegistration = ({ calls, onEnrolled, onRefused }: EnrollProps, name: string) => {
  const [running, setRunning] = useState<Hint | null>(null);
  const [fault, setFault] = useState<CeremonyFault | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [failures, setFailures] = useState(0);

  const unwanted = useRef(false);
  const cancel = useCallback(() => {
    unwanted.current = true;
    void cancelCeremony();
  }, []);
  useEffect(() => cancel, [cancel]);

  const refuse = (found: Refusal) => {
    setRefusal(found);
    onRefused?.(found);
  };

  const run = async (hint: Hint) => {
    unwanted.current = false;
    const begun = await calls.begin<{ publicKey: PublicKeyCredentialCreationOptionsJSON }>('webauthn', {});
    if (!begun.ok) return refuse(begun.refusal);
    const ceremony = await register(begun.data.publicKey, hint, () => unwanted.current);
    if (!ceremony.ok) {
      setFailures((count) => count + 1);
      return setFault(ceremony.fault);
    }
    const label = name.trim();
    const finished = await calls.finish('webauthn', { response: ceremony.response, ...(label ? { name: label } : {}) });
    if (!finished.ok) return refuse(finished.refusal);
    onEnrolled(finished.data);
  };

  const start = async (hint: Hint) => {
    setFault(null);
    setRefusal(null);
    setRunning(hint);
    await run(hint);
    setRunning(null);
  };

  return { running, fault, refusal, failures, start, cancel };
};

export const Enroll = (props: EnrollProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const [name, setName] = useState('');
  const { running, fault, refusal, failures, start, cancel } = useRegistration(props, name);
  const blocked = obstacle();

  const refused = (found: Refusal): string => {
    if (found.code === 'MFA_INVALID_CODE') return t('enroll.webauthn.refused');
    return found.code === 'MFA_ALREADY_REGISTERED' ? t('enroll.webauthn.already') : say(found);
  };

  if (blocked) return <Notice tone="warning">{t(`unavailable.${blocked}`)}</Notice>;
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <NameField value={name} onChange={setName} readOnly={running !== null} autoFocus />
      <Typography tag="p" textColor="neutral600" aria-live="polite">
        {running ? t('enroll.webauthn.during') : t('enroll.webauthn.before')}
      </Typography>
      <div role="alert">
        {fault || refusal ? (
          <Notice tone={fault === 'cancelled' ? 'info' : 'warning'}>
            {fault ? t(FAULT_WORDS[fault], { host: window.location.host }) : null}
            {refusal ? refused(refusal) : null}
            {failures > 1 ? ` ${t('enroll.webauthn.otherDevice')}` : null}
          </Notice>
        ) : null}
      </div>
      <Flex direction="column" alignItems="stretch" gap={2}>
        {WAYS.map(({ hint, words, Icon }, index) => (
          <Button
            key={hint}
            type="button"
            size="L"
            fullWidth
            variant={index === 0 ? 'default' : 'secondary'}
            startIcon={<Icon />}
            loading={running === hint}
            disabled={running !== null && running !== hint}
            onClick={() => void start(hint)}
          >
            {t(words)}
          </Button>
        ))}
        {running ? (
          <Button type="button" variant="tertiary" onClick={cancel}>
            {t('action.cancel')}
          </Button>
        ) : null}
      </Flex>
    </Flex>
  );
};
