import { useWords } from '../../i18n';
import { Section } from '../parts';
import { ChoiceField } from './choices';
import { useLock } from './fields';
import { usePolicyForm } from './use-policy-form';

const PROOFS = ['password', 'email', 'pass'] as const;

/** What people prove before they set up a first method. Without it, anyone with the password can add a method. */
export const FirstMethodBox = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('firstFactorProof', t('firstFactorProof.hint'));
  return (
    <Section title={t('firstFactorProof.title')} hint={hint}>
      <ChoiceField
        name="firstFactorProof"
        label={t('firstFactorProof.title')}
        labelHidden
        value={values.firstFactorProof}
        choices={PROOFS.map((value) => ({
          value,
          title: t(`firstFactorProof.${value}`),
          line: t(`firstFactorProof.${value}.line`),
        }))}
        disabled={disabled}
        onChoose={(value) => set('firstFactorProof', value)}
      />
    </Section>
  );
};
