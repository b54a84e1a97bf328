import type { ReactNode } from 'react';

import { Field, Flex, Typography } from '@strapi/design-system';

import { FieldLabel } from './FieldLabel';

export interface FieldFrameProps {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  children: ReactNode;
}

/** The IDs of the descriptions of the field, in reading order. */
export const describedBy = (id: string, hint: ReactNode, error: ReactNode): string | undefined =>
  [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;

/**
 * A label, a hint above the field, and an error below it. The design system hides the hint if there is an error, and
 * doesn't announce the error. Here, the hint stays, and the error is an alert.
 */
export const FieldFrame = ({ id, label, hint, error, children }: FieldFrameProps) => (
  <Field.Root id={id} width="100%">
    <Flex direction="column" alignItems="stretch" gap={1}>
      <FieldLabel>{label}</FieldLabel>
      {hint ? (
        <Typography id={`${id}-hint`} variant="pi" textColor="neutral600" tag="p">
          {hint}
        </Typography>
      ) : null}
      {children}
      <div role="alert">
        {error ? (
          <Typography id={`${id}-error`} variant="pi" textColor="danger600" tag="p">
            {error}
          </Typography>
        ) : null}
      </div>
    </Flex>
  </Field.Root>
);
