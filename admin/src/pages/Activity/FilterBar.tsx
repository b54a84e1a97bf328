import { useId, useState, type ReactNode } from 'react';

import { Box, Button, Checkbox, Flex } from '@strapi/design-system';
import { Check, Filter } from '@strapi/icons';

import { ForcedColors } from '../../components/ForcedColors';
import { useWords } from '../../i18n';
import { FilterPanel, FilterTags, type FilterField, useUrl } from '../parts';
import { PRESETS, SPANS, valueOf } from './presets';
import { type useWanted } from './use-filters';

interface ChipProps {
  pressed: boolean;
  children: ReactNode;
  onPress(): void;
}

/** The check mark says that it's pressed where colors don't. */
const Chip = ({ pressed, children, onPress }: ChipProps) => (
  <Button
    size="S"
    variant={pressed ? 'secondary' : 'tertiary'}
    startIcon={pressed ? <Check /> : undefined}
    aria-pressed={pressed}
    onClick={onPress}
  >
    {children}
  </Button>
);

const Spans = ({ onCustom, custom }: { custom: boolean; onCustom(): void }) => {
  const t = useWords('activity');
  const url = useUrl();
  const chosen = url.get('span');
  return (
    <Flex role="group" aria-label={t('span.label')} gap={2} wrap="wrap">
      {SPANS.map((span) => (
        <Chip
          key={span}
          pressed={chosen === span}
          onPress={() => url.change({ span: chosen === span ? null : span, from: null, to: null })}
        >
          {t(`span.${span}`)}
        </Chip>
      ))}
      <Chip pressed={custom} onPress={onCustom}>
        {t('span.custom')}
      </Chip>
    </Flex>
  );
};

const Presets = () => {
  const t = useWords('activity');
  const url = useUrl();
  const chosen = url.get('type');
  return (
    <Flex role="group" aria-label={t('show.label')} gap={2} wrap="wrap">
      {PRESETS.map((preset) => {
        const value = valueOf(preset);
        return (
          <Chip
            key={preset.label}
            pressed={chosen === value}
            onPress={() => url.change({ type: chosen === value ? null : value })}
          >
            {t(preset.label)}
          </Chip>
        );
      })}
    </Flex>
  );
};

interface FilterBarProps {
  fields: readonly FilterField[];
  system: ReturnType<typeof useWanted>['system'];
  /** The number of events and which of them are shown. */
  total: ReactNode;
}

/** Everything that narrows the list, right above it. The filters unfold in place, so they never cover it. */
export const FilterBar = ({ fields, system, total }: FilterBarProps) => {
  const t = useWords('activity');
  const pages = useWords('pages');
  const url = useUrl();
  const id = useId();
  const [open, setOpen] = useState(false);
  const custom = url.get('from') !== '' || url.get('to') !== '';
  return (
    <Flex direction="column" alignItems="stretch" gap={3} data-mfa-page>
      <ForcedColors />
      <Flex gap={{ initial: 3, medium: 5 }} wrap="wrap">
        <Spans custom={custom} onCustom={() => setOpen(true)} />
        <Presets />
        <Button
          variant="tertiary"
          size="S"
          startIcon={<Filter />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {pages('filters.button')}
        </Button>
      </Flex>
      <Box id={id} hidden={!open}>
        {open ? <FilterPanel fields={fields} /> : null}
      </Box>
      <FilterTags fields={fields} />
      <Flex gap={3} justifyContent="space-between" wrap="wrap">
        {total}
        <Checkbox
          checked={system.shown}
          disabled={system.forced}
          onCheckedChange={(shown: boolean) => url.change({ system: shown ? '1' : null })}
        >
          {t('system.show')}
        </Checkbox>
      </Flex>
    </Flex>
  );
};
