import { useEffect, useState } from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { Key, Monitor, Phone } from '@strapi/icons';

import { NameField, Notice, useRefusalWords } from '../../components';
import { useWords } from '../../i18n';
import type { EnrollProps, Refusal } from '../factor-ui';
import { readCapabilities, type Capabilities } from './capabilities';
import { obstacle, type CeremonyFault } from './ceremony';
import { useRegistration } from './use-registration';

const WAYS = [
  { hint: 'client-device', needs: 'platform', words: 'enroll.webauthn.device', Icon: Monitor },
  { hint: 'security-key', needs: null, words: 'enroll.webauthn.key', Icon: Key },
  { hint: 'hybrid', needs: 'hybrid', words: 'enroll.webauthn.phone', Icon: Phone },
] as const;

const FAULT_WORDS = {
  cancelled: 'enroll.webauthn.nothingAdded',
  late: 'enroll.webauthn.ready',
  unfocused: 'enroll.webauthn.unfocused',
  noPlace: 'enroll.webauthn.noPlace',
  already: 'enroll.webauthn.already',
  needsPin: 'enroll.webauthn.needsPin',
  wrongAddress: 'enroll.webauthn.wrongAddress',
  failed: 'enroll.webauthn.failed',
} as const satisfies Record<CeremonyFault, string>;

/** The server doesn't accept this key, but it may accept another one. */
const NOT_THIS_KEY = ['key_not_allowed', 'not_attested', 'model_withdrawn'] as const;

const CALM: readonly CeremonyFault[] = ['cancelled', 'late', 'unfocused'];

const useCapabilities = (): Capabilities | null => {
  const [capabilities, setCapabilities] = useState<Capabilities | null>(null);
  useEffect(() => void readCapabilities().then(setCapabilities), []);
  return capabilities;
};

export const Enroll = (props: EnrollProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const [name, setName] = useState('');
  const { running, fault, refusal, failures, takesPlace, start, cancel } = useRegistration(props, name);
  const capabilities = useCapabilities();
  const blocked = obstacle();

  const refused = (found: Refusal): string => {
    if (found.code === 'MFA_INVALID_CODE') return t('enroll.webauthn.refused');
    if (found.code === 'MFA_ALREADY_REGISTERED') return t('enroll.webauthn.already');
    const reason = NOT_THIS_KEY.find((known) => known === found.details.reason);
    if (reason) return t(`enroll.webauthn.${reason}`);
    return found.code === 'UNEXPECTED' ? t('enroll.webauthn.notKept') : say(found);
  };

  const ways = WAYS.filter(({ needs }) => needs === null || capabilities === null || capabilities[needs]);

  if (blocked) return <Notice tone="warning">{t(`unavailable.${blocked}`)}</Notice>;
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <NameField value={name} onChange={setName} readOnly={running !== null} autoFocus />
      <Typography tag="p" textColor="neutral600" aria-live="polite">
        {running ? t('enroll.webauthn.during') : t('enroll.webauthn.before')}
        {running && takesPlace ? ` ${t('enroll.webauthn.takesPlace')}` : null}
      </Typography>
      <div role="alert">
        {fault || refusal ? (
          <Notice tone={fault && CALM.includes(fault) ? 'info' : 'warning'}>
            {fault ? t(FAULT_WORDS[fault], { host: window.location.host }) : null}
            {refusal ? refused(refusal) : null}
            {failures > 1 ? ` ${t('enroll.webauthn.otherDevice')}` : null}
          </Notice>
        ) : null}
      </div>
      <Flex direction="column" alignItems="stretch" gap={2} minHeight="13rem">
        {(capabilities ? ways : []).map(({ hint, words, Icon }, index) => (
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
