import { Field } from '@strapi/design-system';
import { styled } from 'styled-components';

/** The design system truncates long labels. Labels in some languages are long, so this one wraps. */
export const FieldLabel = styled(Field.Label)`
  && {
    overflow: visible;
    white-space: normal;
  }
`;
