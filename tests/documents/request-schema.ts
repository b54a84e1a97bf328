import { z } from 'zod';

import type { Schema } from './type-schemas';

const SAFE = Number.MAX_SAFE_INTEGER;

/** The JSON schema of a request, without the parts that only JavaScript needs. */
export const requestSchema = (schema: z.ZodType): Schema => {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      if (jsonSchema.format) delete jsonSchema.pattern;
      if (jsonSchema.maximum === SAFE) delete jsonSchema.maximum;
      if (jsonSchema.minimum === -SAFE) delete jsonSchema.minimum;
    },
  }) as Schema;
  return made;
};
