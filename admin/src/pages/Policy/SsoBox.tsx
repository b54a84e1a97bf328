import { useWords } from '../../i18n';
import { Section } from '../parts';
import { ChoiceField } from './choices';
import { useLock } from './fields';
import { usePolicyForm } from './use-policy-form';

interface BoxProps {
  locked: readonly string[];
}

const SSO = ['exempt', 'require'] as const;

export const SsoBox = ({ locked }: BoxProps) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('sso');
  return (
    <Section title={t('sso.title')} hint={hint}>
      <ChoiceField
        name="sso"
        label={t('sso.title')}
        labelHidden
        value={values.sso}
        choices={SSO.map((value) => ({ value, title: t(`sso.${value}`), line: t(`sso.${value}.line`) }))}
        disabled={disabled}
        onChoose={(value) => set('sso', value)}
      />
    </Section>
  );
};
