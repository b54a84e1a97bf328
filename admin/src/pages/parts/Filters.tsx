import { type ReactNode } from 'react';

import { Box, Button, Field, Flex, Popover, SingleSelect, SingleSelectOption, Tag } from '@strapi/design-system';
import { Cross, Filter } from '@strapi/icons';

import { FieldLabel } from '../../components';
import { useWords } from '../../i18n';
import { useUrl } from './use-url';

export interface FilterField {
  /** The key in the address and in the request. */
  name: string;
  label: string;
  /** The text of a value on its tag. */
  say(value: string): string;
  control(value: string, set: (value: string) => void): ReactNode;
}

export interface Choice {
  value: string;
  label: string;
}

/** A filter with a fixed list of values. */
export const choiceFilter = (name: string, label: string, choices: readonly Choice[]): FilterField => ({
  name,
  label,
  say: (value) => choices.find((choice) => choice.value === value)?.label ?? value,
  control: (value, set) => (
    <SingleSelect
      size="S"
      value={value || null}
      placeholder="–"
      onClear={() => set('')}
      onChange={(chosen) => set(String(chosen))}
    >
      {choices.map((choice) => (
        <SingleSelectOption key={choice.value} value={choice.value}>
          {choice.label}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  ),
});

/** The button with all filters. A change applies right away. */
export const FilterButton = ({ fields }: { fields: readonly FilterField[] }) => {
  const t = useWords('pages');
  const url = useUrl();
  return (
    <Popover.Root>
      <Popover.Trigger>
        <Button variant="tertiary" size="S" startIcon={<Filter />}>
          {t('filters.button')}
        </Button>
      </Popover.Trigger>
      <Popover.Content aria-label={t('filters.button')}>
        <Box padding={4} width="30rem" maxWidth="86vw">
          <Flex direction="column" alignItems="stretch" gap={3}>
            {fields.map(({ name, label, control }) => (
              <Field.Root key={name} name={name}>
                <FieldLabel>{label}</FieldLabel>
                {control(url.get(name), (value) => url.change({ [name]: value }))}
              </Field.Root>
            ))}
          </Flex>
        </Box>
      </Popover.Content>
    </Popover.Root>
  );
};

/** The active filters, each with a remove button. */
export const FilterTags = ({ fields }: { fields: readonly FilterField[] }) => {
  const t = useWords('pages');
  const url = useUrl();
  const active = fields.filter(({ name }) => url.get(name) !== '');
  if (active.length === 0) return null;
  const none = Object.fromEntries(active.map(({ name }) => [name, null]));
  return (
    <Flex gap={2} wrap="wrap" paddingTop={2}>
      {active.map(({ name, label, say }) => (
        <Tag
          key={name}
          icon={<Cross />}
          label={t('filters.remove', { label })}
          onClick={() => url.change({ [name]: null })}
        >
          {`${label}: ${say(url.get(name))}`}
        </Tag>
      ))}
      {active.length > 1 ? (
        <Button variant="ghost" size="S" onClick={() => url.change(none)}>
          {t('action.clearFilters')}
        </Button>
      ) : null}
    </Flex>
  );
};
