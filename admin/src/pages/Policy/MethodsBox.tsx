import { Badge, Box, Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';

import { AUTHENTICATOR_TYPES } from '../../../../shared/contracts/constants';
import { METHOD_OBSTACLES } from '../../../../shared/contracts/findings';
import { type AuthenticatorType, type PolicyPreview, type PolicyView } from '../../../../shared/contracts/types';
import { enrollableUi, FactorIcon } from '../../factors';
import { useWords } from '../../i18n';
import { Rows, Section } from '../parts';
import { Labeled, useLock } from './fields';
import { OnOff } from './OnOff';
import { RoleMethods } from './RoleMethods';
import { usePolicyForm } from './use-policy-form';

type Warning = PolicyPreview['warnings'][number];

/** For an obstacle that this panel doesn't know yet, the server's own text is shown. */
const reasonOf = ({ obstacle, message }: Warning, t: ReturnType<typeof useWords<'policy'>>): string => {
  const known = METHOD_OBSTACLES.find((one) => one === obstacle);
  return known ? t(`finding.${known}`) : message;
};

interface BoxProps {
  locked: readonly string[];
  /** The saved policy. */
  before: PolicyView;
  warnings: PolicyPreview['warnings'];
}

interface RowProps {
  method: AuthenticatorType;
  allowed: boolean;
  disabled: boolean;
  /** Why this server can't offer the method. */
  unavailable: Warning | null;
  onAllow(allowed: boolean): void;
}

const MethodRow = ({ method, allowed, disabled, unavailable, onAllow }: RowProps) => {
  const t = useWords('policy');
  const shared = useWords('shared');
  const { lessProtection } = enrollableUi(method);
  return (
    <Flex tag="li" gap={4} alignItems="flex-start">
      <FactorIcon method={method} />
      <Flex direction="column" alignItems="flex-start" gap={1} flex="1" minWidth={0}>
        <Flex gap={2} wrap="wrap">
          <Typography fontWeight="bold" textColor="neutral800" id={`mfa-method-${method}`}>
            {shared(`method.${method}.name`)}
          </Typography>
          {lessProtection ? null : (
            <Badge backgroundColor="success100" textColor="success700">
              {t('methods.tag.recommended')}
            </Badge>
          )}
          {lessProtection ? <Badge>{t('methods.tag.less')}</Badge> : null}
        </Flex>
        <Typography variant="pi" textColor="neutral600" id={`mfa-method-${method}-line`}>
          {t(`methods.${method}.line`)}
        </Typography>
        {unavailable === null ? null : (
          <Typography variant="pi" textColor="neutral800">
            {t('methods.unavailable', { reason: reasonOf(unavailable, t) })}
          </Typography>
        )}
      </Flex>
      <OnOff
        aria-labelledby={`mfa-method-${method}`}
        aria-describedby={`mfa-method-${method}-line`}
        checked={allowed}
        disabled={disabled}
        onCheckedChange={onAllow}
      />
    </Flex>
  );
};

const PreferredField = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const shared = useWords('shared');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('preferredMethod', t('methods.preferred.hint'));
  return (
    <Box width={{ initial: '100%', medium: '36rem' }}>
      <Labeled name="preferredMethod" label={t('methods.preferred')} hint={hint}>
        <SingleSelect
          value={values.preferredMethod}
          disabled={disabled}
          onChange={(value) => {
            const method = AUTHENTICATOR_TYPES.find((known) => known === value);
            if (method) set('preferredMethod', method);
          }}
        >
          {AUTHENTICATOR_TYPES.filter((type) => values.allowedMethods.includes(type)).map((type) => (
            <SingleSelectOption key={type} value={type}>
              {shared(`method.${type}.name`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Labeled>
    </Box>
  );
};

/** Which methods people may set up, strongest first. */
export const MethodsBox = ({ locked, before, warnings }: BoxProps) => {
  const t = useWords('policy');
  const { values, errors, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('allowedMethods', t('methods.hint'));

  const allow = (method: AuthenticatorType, allowed: boolean) => {
    const methods = AUTHENTICATOR_TYPES.filter((type) =>
      type === method ? allowed : values.allowedMethods.includes(type)
    );
    set('allowedMethods', methods);
    // The preferred method must be allowed.
    const [first] = methods;
    if (first && !methods.includes(values.preferredMethod)) set('preferredMethod', first);
  };

  return (
    <Section title={t('methods.title')} hint={hint}>
      <Rows>
        {AUTHENTICATOR_TYPES.map((method) => (
          <MethodRow
            key={method}
            method={method}
            allowed={values.allowedMethods.includes(method)}
            disabled={disabled}
            unavailable={warnings.find(({ code }) => code === `${method}_unavailable`) ?? null}
            onAllow={(allowed) => allow(method, allowed)}
          />
        ))}
      </Rows>
      <div role="alert">
        {errors.allowedMethods ? <Typography textColor="danger600">{errors.allowedMethods}</Typography> : null}
      </div>
      <PreferredField locked={locked} />
      <RoleMethods locked={locked} before={before.roleMethods} />
    </Section>
  );
};
