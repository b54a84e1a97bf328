import { type ReactNode } from 'react';

import { Box, Button, Field, Flex, Popover, SingleSelect, SingleSelectOption, Tag } from '@strapi/design-system';
import { Cross, Filter } from '@strapi/icons';
import { styled } from 'styled-components';

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
  /** What else a change of it changes in the address. */
  resets?: readonly string[];
}

export interface Choice {
  value: string;
  label: string;
}

interface ChoiceControlProps {
  value: string;
  choices: readonly Choice[];
  onChange(value: string): void;
}

const ChoiceControl = ({ value, choices, onChange }: ChoiceControlProps) => {
  const t = useWords('pages');
  return (
    <SingleSelect
      size="S"
      value={value || null}
      placeholder={t('filters.any')}
      onClear={() => onChange('')}
      onChange={(chosen) => onChange(String(chosen))}
    >
      {choices.map((choice) => (
        <SingleSelectOption key={choice.value} value={choice.value}>
          {choice.label}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
};

/** A filter with a fixed list of values. */
export const choiceFilter = (name: string, label: string, choices: readonly Choice[]): FilterField => ({
  name,
  label,
  say: (value) => choices.find((choice) => choice.value === value)?.label ?? value,
  control: (value, set) => <ChoiceControl value={value} choices={choices} onChange={set} />,
});

const Fields = ({ fields }: { fields: readonly FilterField[] }) => {
  const url = useUrl();
  return fields.map(({ name, label, control, resets = [] }) => (
    <Field.Root key={name} name={name}>
      <FieldLabel>{label}</FieldLabel>
      {control(url.get(name), (value) =>
        url.change({ ...Object.fromEntries(resets.map((key) => [key, null])), [name]: value })
      )}
    </Field.Root>
  ));
};

const Columns = styled(Box)`
  display: grid;
  gap: ${({ theme }) => theme.spaces[4]};
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
`;

/** All filters in columns, beside nothing and above what they filter. A change applies right away. */
export const FilterPanel = ({ fields }: { fields: readonly FilterField[] }) => (
  <Columns tag="section" background="neutral0" hasRadius shadow="tableShadow" padding={4}>
    <Fields fields={fields} />
  </Columns>
);

/** The button with all filters. A change applies right away. */
export const FilterButton = ({ fields }: { fields: readonly FilterField[] }) => {
  const t = useWords('pages');
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
            <Fields fields={fields} />
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
