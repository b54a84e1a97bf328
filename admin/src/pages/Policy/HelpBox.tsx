import { Box, Flex, IconButton, MenuItem, SimpleMenu, Textarea, TextInput } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { useIntl } from 'react-intl';

import { LANGUAGES } from '../../../../shared/contracts/constants';
import { type Language } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { Section } from '../parts';
import { Labeled, useLock } from './fields';
import { usePolicyForm } from './use-policy-form';
import { HELP_TEXT_LENGTH } from './validate';

interface BoxProps {
  locked: readonly string[];
}

const useLanguageName = () => {
  const { locale } = useIntl();
  const names = new Intl.DisplayNames([locale], { type: 'language' });
  return (language: Language): string => names.of(language) ?? language;
};

/** Texts for languages of their own. Everyone else reads the default. */
const OtherLanguages = ({ locked }: BoxProps) => {
  const t = useWords('policy');
  const nameOf = useLanguageName();
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('helpTexts');
  const texts = values.helpTexts;
  const shown = LANGUAGES.filter((language) => texts[language] !== undefined);
  const others = LANGUAGES.filter((language) => !shown.includes(language));

  const remove = (language: Language): void => {
    const { [language]: _gone, ...kept } = texts;
    set('helpTexts', kept);
  };

  return (
    <>
      {shown.map((language) => (
        <Flex key={language} gap={2} alignItems="flex-start">
          <Box flex="1" minWidth={0}>
            <Labeled
              name={`helpTexts.${language}`}
              label={t('helpTexts.label', { language: nameOf(language) })}
              hint={[t('helpTexts.count', { count: texts[language]?.length ?? 0, max: HELP_TEXT_LENGTH }), hint]
                .filter(Boolean)
                .join(' ')}
            >
              <Textarea
                lang={language}
                value={texts[language] ?? ''}
                disabled={disabled}
                maxLength={HELP_TEXT_LENGTH}
                onChange={(event) => set('helpTexts', { ...texts, [language]: event.target.value })}
              />
            </Labeled>
          </Box>
          <Box paddingTop={5}>
            <IconButton
              type="button"
              variant="ghost"
              size="S"
              label={t('helpTexts.remove', { language: nameOf(language) })}
              disabled={disabled}
              onClick={() => remove(language)}
            >
              <Trash />
            </IconButton>
          </Box>
        </Flex>
      ))}
      {disabled || others.length === 0 ? null : (
        <Box>
          <SimpleMenu label={t('helpTexts.add')} startIcon={<Plus />} endIcon={null} variant="tertiary" size="S">
            {others.map((language) => (
              <MenuItem key={language} onSelect={() => set('helpTexts', { ...texts, [language]: '' })}>
                {nameOf(language)}
              </MenuItem>
            ))}
          </SimpleMenu>
        </Box>
      )}
    </>
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
        <OtherLanguages locked={locked} />
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
