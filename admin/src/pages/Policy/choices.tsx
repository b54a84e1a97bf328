/** Form fields that explain each choice in one line: radio groups and switches. */
import { type ReactNode } from 'react';

import { Box, Field, Flex, Radio, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { OnOff } from './OnOff';

/** Aligns the circle with the first line. */
const Group = styled(Radio.Group)`
  & > div {
    align-items: flex-start;
  }
`;

export interface Choice<V extends string> {
  value: V;
  title: string;
  line: string;
}

interface ChoiceFieldProps<V extends string> {
  name: string;
  label: string;
  /** Hides the label if the section's heading already says it. */
  labelHidden?: boolean;
  hint?: string;
  value: V;
  choices: readonly Choice<V>[];
  disabled: boolean;
  onChoose(value: V): void;
}

export const ChoiceField = <V extends string>(props: ChoiceFieldProps<V>) => {
  const { name, label, labelHidden = false, hint, value, choices, disabled, onChoose } = props;
  const choose = (next: string) => {
    const chosen = choices.find((choice) => choice.value === next);
    if (chosen) onChoose(chosen.value);
  };
  return (
    <Field.Root name={name} hint={hint}>
      {labelHidden ? null : (
        <Typography variant="pi" fontWeight="bold" textColor="neutral800" id={`mfa-${name}`}>
          {label}
        </Typography>
      )}
      <Group
        {...(labelHidden ? { 'aria-label': label } : { 'aria-labelledby': `mfa-${name}` })}
        value={value}
        disabled={disabled}
        onValueChange={choose}
      >
        {choices.map((choice) => (
          <Radio.Item key={choice.value} value={choice.value} aria-describedby={`mfa-${name}-${choice.value}`}>
            <Flex direction="column" alignItems="flex-start" gap={1} paddingBottom={2}>
              <Typography textColor="neutral800" fontWeight="bold">
                {choice.title}
              </Typography>
              <Typography variant="pi" textColor="neutral600" id={`mfa-${name}-${choice.value}`}>
                {choice.line}
              </Typography>
            </Flex>
          </Radio.Item>
        ))}
      </Group>
      <Field.Hint />
    </Field.Root>
  );
};

interface SwitchLineProps {
  id: string;
  title: string;
  line: string;
  /** An obstacle, or something else people should know. */
  note?: ReactNode;
  checked: boolean;
  disabled: boolean;
  onChange(checked: boolean): void;
}

/** Title and description on the left, switch on the right. */
export const SwitchLine = ({ id, title, line, note, checked, disabled, onChange }: SwitchLineProps) => (
  <Flex gap={4} alignItems="flex-start">
    <Flex direction="column" alignItems="flex-start" gap={1} flex="1" minWidth={0}>
      <Typography fontWeight="bold" textColor="neutral800" id={`mfa-${id}`}>
        {title}
      </Typography>
      <Typography variant="pi" textColor="neutral600" id={`mfa-${id}-line`}>
        {line}
      </Typography>
      {note ? (
        <Typography variant="pi" textColor="neutral800" id={`mfa-${id}-note`}>
          {note}
        </Typography>
      ) : null}
    </Flex>
    <Box paddingTop={1}>
      <OnOff
        aria-labelledby={`mfa-${id}`}
        aria-describedby={`mfa-${id}-line${note ? ` mfa-${id}-note` : ''}`}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
      />
    </Box>
  </Flex>
);
