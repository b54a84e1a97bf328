import { useEffect, useMemo, useState } from 'react';

import { Combobox, ComboboxOption, Flex, Tag, Typography } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useIntl } from 'react-intl';

import { Notice } from '../../components';
import { useWords } from '../../i18n';
import { Labeled } from './fields';
import { aaguidIn, chosenOf, modelsOf, type ChosenModel, type KeyModel, type Names } from './key-models';

const NO_MODELS: KeyModel[] = [];
const ANY_PART = { type: 'list', filter: 'contains' } as const;

/** A list of hundreds of names, loaded when the page needs it. If that fails, AAGUIDs are shown and can be pasted. */
const useModels = (): KeyModel[] => {
  const { locale } = useIntl();
  const [names, setNames] = useState<Names | null>(null);
  useEffect(() => {
    let live = true;
    void import('../../../../shared/contracts/known-authenticators.json').then(
      (file) => live && setNames(file.default.names),
      () => undefined
    );
    return () => {
      live = false;
    };
  }, []);
  return useMemo(() => (names === null ? NO_MODELS : modelsOf(names, locale)), [names, locale]);
};

const useModelWords = () => {
  const t = useWords('policy');
  return ({ name, ids, total }: ChosenModel): string => {
    if (name === null) return t('keys.models.unnamed', { id: ids[0] });
    return ids.length === total ? name : t('keys.models.some', { model: name, count: ids.length, total });
  };
};

interface SearchProps {
  models: readonly KeyModel[];
  chosen: readonly ChosenModel[];
  disabled: boolean;
  onAdd(ids: readonly string[]): void;
}

/** Finds a model by any part of its name. A chosen model is added to the list below, and the field is cleared. */
const Search = ({ models, chosen, disabled, onAdd }: SearchProps) => {
  const t = useWords('policy');
  const [text, setText] = useState('');
  const pasted = aaguidIn(text);
  const complete = chosen.filter(({ ids, total }) => ids.length === total).map(({ name }) => name);

  const add = (value: string | undefined) => {
    if (!value) return;
    onAdd(models.find(({ name }) => name === value)?.ids ?? [value]);
    // The field first shows the chosen value, so this clears it afterwards.
    queueMicrotask(() => setText(''));
  };

  return (
    <Combobox
      autocomplete={ANY_PART}
      placeholder={t('keys.models.search')}
      noOptionsMessage={() => t('keys.models.none')}
      clearLabel={t('keys.models.clear')}
      disabled={disabled}
      value=""
      textValue={text}
      onTextValueChange={setText}
      onClear={() => setText('')}
      onChange={add}
    >
      {pasted === null ? null : (
        <ComboboxOption value={pasted}>{t('keys.models.unnamed', { id: pasted })}</ComboboxOption>
      )}
      {models
        .filter(({ name }) => !complete.includes(name))
        .map(({ name }) => (
          <ComboboxOption key={name} value={name}>
            {name}
          </ComboboxOption>
        ))}
    </Combobox>
  );
};

interface ModelsFieldProps {
  ids: readonly string[];
  /** Whether the policy requires keys to prove their model. */
  proved: boolean;
  disabled: boolean;
  onChange(ids: string[]): void;
}

/** Chooses the models that count by name. */
export const ModelsField = ({ ids, proved, disabled, onChange }: ModelsFieldProps) => {
  const t = useWords('policy');
  const models = useModels();
  const wordsFor = useModelWords();
  const chosen = chosenOf(ids, models);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Labeled name="allowedAaguids" label={t('keys.models')} hint={t('keys.models.hint')}>
        <Search
          models={models}
          chosen={chosen}
          disabled={disabled}
          onAdd={(added) => onChange([...new Set([...ids, ...added])].sort())}
        />
      </Labeled>
      {chosen.length === 0 ? (
        <Typography textColor="neutral800">{t('keys.models.any')}</Typography>
      ) : (
        <Flex tag="ul" gap={2} wrap="wrap" aria-label={t('keys.models')}>
          {chosen.map((model) => (
            <li key={model.name ?? model.ids[0]}>
              <Tag
                // An AAGUID needs two lines on a phone.
                height="auto"
                minHeight="3.2rem"
                paddingTop={1}
                paddingBottom={1}
                icon={<Cross aria-hidden />}
                label={t('keys.models.remove', { model: wordsFor(model) })}
                disabled={disabled}
                onClick={() => onChange(ids.filter((id) => !model.ids.includes(id)))}
              >
                {wordsFor(model)}
              </Tag>
            </li>
          ))}
        </Flex>
      )}
      {chosen.length > 0 && !proved ? <Notice>{t('keys.models.selfDeclared')}</Notice> : null}
    </Flex>
  );
};
