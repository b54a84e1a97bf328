import { Field } from '@strapi/design-system';
import { styled } from 'styled-components';

/** The design system ends a long label in dots. Some languages are long: here it goes on in the next line. */
export const FieldLabel = styled(Field.Label)`
  && {
    overflow: visible;
    white-space: normal;
  }
`;
