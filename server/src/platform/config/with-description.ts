import type { z } from 'zod';

/** @param fallback what applies if the key is missing, where that isn't a fixed value */
export const described = <T extends z.ZodType>(schema: T, description: string, fallback?: string): T =>
  schema.meta({ description, ...(fallback ? { fallback } : {}) });
