import { useEffect, useState } from 'react';

import { Flex, Typography } from '@strapi/design-system';
import type { RegistrationResponseJSON } from '@simplewebauthn/browser';

import { Notice, useRefusalWords } from '../../components';
import { useWords } from '../../i18n';
import type { EnrollProps, Refusal } from '../factor-ui';
import { readCapabilities, type Capabilities } from './capabilities';
import { obstacle, type CeremonyFault } from './ceremony';
import { deviceNameOf } from './device-name';
import { useRegistration } from './use-registration';
import { Ways } from './Ways';

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

/** A name in the panel's language, for an authenticator that doesn't tell its product. The server knows English only. */
const useSuggestedName = () => {
  const t = useWords('shared');
  return ({ authenticatorAttachment, response }: RegistrationResponseJSON): string | undefined => {
    if (authenticatorAttachment === 'cross-platform')
      return t(response.transports?.includes('hybrid') ? 'name.phone' : 'name.key');
    const device = authenticatorAttachment === 'platform' ? deviceNameOf(navigator.userAgent) : null;
    return device ? t('name.device', { ...device }) : undefined;
  };
};

export const Enroll = (props: EnrollProps) => {
  const t = useWords('shared');
  const say = useRefusalWords();
  const suggested = useSuggestedName();
  const { running, fault, refusal, failures, takesPlace, start, cancel } = useRegistration(props, suggested);
  const capabilities = useCapabilities();
  const blocked = obstacle();

  const refused = (found: Refusal): string => {
    if (found.code === 'MFA_INVALID_CODE') return t('enroll.webauthn.refused');
    if (found.code === 'MFA_ALREADY_REGISTERED') return t('enroll.webauthn.already');
    const reason = NOT_THIS_KEY.find((known) => known === found.details.reason);
    if (reason) return t(`enroll.webauthn.${reason}`);
    return found.code === 'UNEXPECTED' ? t('enroll.webauthn.notKept') : say(found);
  };

  if (blocked) return <Notice tone="warning">{t(`unavailable.${blocked}`)}</Notice>;
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
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
      <Ways capabilities={capabilities} running={running} start={start} cancel={cancel} />
    </Flex>
  );
};
