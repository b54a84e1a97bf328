import { Checkbox, Field, Flex, Grid, Textarea, TextInput } from '@strapi/design-system';

import { NOTICE_EVENTS } from '../../../../shared/contracts/constants';
import { type WordKey, useWords } from '../../i18n';
import { Section } from '../parts';
import { ChoiceField } from './choices';
import { Labeled, useLock } from './fields';
import { usePolicyForm } from './use-policy-form';
import { HELP_TEXT_LENGTH } from './validate';

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

export const HelpBox = ({ locked }: BoxProps) => {
  const t = useWords('policy');
  const { values, errors, set } = usePolicyForm();
  const lock = useLock({ locked });
  const text = lock('helpText', t('helpText.hint', { count: values.helpText.length, max: HELP_TEXT_LENGTH }));
  const address = lock('supportUrl', t('supportUrl.hint'));
  return (
    <Section title={t('help.title')}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Labeled name="helpText" label={t('helpText.label')} hint={text.hint} error={errors.helpText}>
          <Textarea
            value={values.helpText}
            disabled={text.disabled}
            maxLength={HELP_TEXT_LENGTH}
            onChange={(event) => set('helpText', event.target.value)}
          />
        </Labeled>
        <Labeled name="supportUrl" label={t('supportUrl.label')} hint={address.hint} error={errors.supportUrl}>
          <TextInput
            type="text"
            inputMode="url"
            autoComplete="off"
            value={values.supportUrl ?? ''}
            disabled={address.disabled}
            onChange={(event) => set('supportUrl', event.target.value.trim() || null)}
          />
        </Labeled>
      </Flex>
    </Section>
  );
};

/** Which emails are sent. An email that only a newer server knows stays unchanged. */
export const NoticesBox = ({ locked }: BoxProps) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('notices', t('notices.hint'));
  const known = NOTICE_EVENTS.filter((event) => event in values.notices);
  return (
    <Section title={t('notices.title')} hint={hint}>
      <Grid.Root gap={3}>
        {known.map((event) => {
          const key: WordKey<'policy'> = `notices.${event}`;
          return (
            <Grid.Item key={event} col={6} s={12} xs={12} alignItems="flex-start">
              <Field.Root name={`notice-${event}`}>
                <Checkbox
                  checked={values.notices[event] ?? false}
                  disabled={disabled}
                  onCheckedChange={(checked) => set('notices', { ...values.notices, [event]: checked === true })}
                >
                  {t(key)}
                </Checkbox>
              </Field.Root>
            </Grid.Item>
          );
        })}
      </Grid.Root>
    </Section>
  );
};
