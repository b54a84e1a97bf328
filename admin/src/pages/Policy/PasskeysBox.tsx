import { Flex } from '@strapi/design-system';

import { useWords } from '../../i18n';
import { Section } from '../parts';
import { ChoiceField, SwitchLine } from './choices';
import { useLock } from './fields';
import { usePolicyForm } from './use-policy-form';

const UPGRADES = ['off', 'offer', 'automatic'] as const;

/** Whether a passkey alone is a complete login, and how people get one. */
export const PasskeysBox = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const lock = useLock({ locked });
  const alone = lock('passwordless');
  const upgrade = lock('passkeyUpgrade');
  const idle = values.allowedMethods.includes('webauthn') ? null : t('passwordless.idle');
  return (
    <Section title={t('passkeys.title')} hint={t('passkeys.hint')}>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <SwitchLine
          id="passwordless"
          title={t('passwordless.label')}
          line={t('passwordless.line')}
          note={[idle, alone.hint].filter(Boolean).join(' ')}
          checked={values.passwordless === 'allowed'}
          disabled={alone.disabled}
          onChange={(checked) => set('passwordless', checked ? 'allowed' : 'off')}
        />
        <ChoiceField
          name="passkeyUpgrade"
          label={t('passkeyUpgrade.label')}
          hint={upgrade.hint}
          value={values.passkeyUpgrade}
          choices={UPGRADES.map((value) => ({
            value,
            title: t(`passkeyUpgrade.${value}`),
            line: t(`passkeyUpgrade.${value}.line`),
          }))}
          disabled={upgrade.disabled}
          onChoose={(value) => set('passkeyUpgrade', value)}
        />
      </Flex>
    </Section>
  );
};
