import { Box, Flex } from '@strapi/design-system';

import { type AuthenticatorRules } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { Rows, Section } from '../parts';
import { SwitchLine } from './choices';
import { useLock } from './fields';
import { ModelsField } from './ModelsField';
import { usePolicyForm } from './use-policy-form';

interface BoxProps {
  locked: readonly string[];
  /** Why no key can prove its model to this server. Null if keys can, or if it's unknown. */
  unproven: string | null;
}

/** Which passkeys and security keys count. The rules apply to new and existing ones. */
export const KeysBox = ({ locked, unproven }: BoxProps) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('authenticators', t('keys.hint'));
  const rules = values.authenticators;
  const change = (part: Partial<AuthenticatorRules>) => set('authenticators', { ...rules, ...part });
  return (
    <Section title={t('keys.title')} hint={hint}>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <Rows>
          <li>
            <SwitchLine
              id="keys-verification"
              title={t('keys.verification')}
              line={t('keys.verification.line')}
              checked={rules.userVerification === 'required'}
              disabled={disabled}
              onChange={(checked) => change({ userVerification: checked ? 'required' : 'preferred' })}
            />
          </li>
          <li>
            <SwitchLine
              id="keys-bound"
              title={t('keys.bound')}
              line={t('keys.bound.line')}
              checked={rules.deviceBound}
              disabled={disabled}
              onChange={(checked) => change({ deviceBound: checked })}
            />
          </li>
          <li>
            <SwitchLine
              id="keys-attestation"
              title={t('keys.attestation')}
              line={t('keys.attestation.line')}
              note={unproven}
              checked={rules.attestation === 'required'}
              disabled={disabled}
              onChange={(checked) => change({ attestation: checked ? 'required' : 'none' })}
            />
          </li>
        </Rows>
        <Box width={{ initial: '100%', medium: '48rem' }}>
          <ModelsField
            ids={rules.allowedAaguids}
            proved={rules.attestation === 'required'}
            disabled={disabled}
            onChange={(allowedAaguids) => change({ allowedAaguids })}
          />
        </Box>
      </Flex>
    </Section>
  );
};
