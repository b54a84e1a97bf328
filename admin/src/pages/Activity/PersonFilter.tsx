import { useState } from 'react';

import { Combobox, ComboboxOption, TextInput } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';

import { useGetMfaPeopleQuery } from '../../api';
import { useWords } from '../../i18n';

interface PersonFilterProps {
  /** The person's ID, as text. */
  value: string;
  onChange(id: string): void;
}

const TYPING_MS = 250;

/** Finds a person by name or address. Administrators who may not see the list of people enter the ID. */
export const PersonFilter = ({ value, onChange }: PersonFilterProps) => {
  const t = useWords('pages');
  const [typed, setTyped] = useState('');
  const search = useDebounce(typed, TYPING_MS);
  const { data, isError, isFetching } = useGetMfaPeopleQuery({ page: 1, pageSize: 20, search });

  if (isError) {
    return (
      <TextInput
        size="S"
        inputMode="numeric"
        placeholder={t('filters.any')}
        value={value}
        onChange={(event) => onChange(event.target.value.replace(/\D/g, ''))}
      />
    );
  }
  return (
    <Combobox
      size="S"
      autocomplete="none"
      placeholder={t('filters.any')}
      value={value || undefined}
      loading={isFetching}
      onInputChange={(event) => setTyped(event.currentTarget.value)}
      onChange={(id) => onChange(id ?? '')}
      onClear={() => onChange('')}
    >
      {(data?.data ?? []).map((person) => (
        <ComboboxOption key={person.id} value={String(person.id)}>
          {person.email}
        </ComboboxOption>
      ))}
    </Combobox>
  );
};
