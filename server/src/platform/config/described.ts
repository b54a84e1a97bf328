import type { z } from 'zod';

/** `fallback`: what holds where the key is left out, if that is not a fixed value. */
export const described = <T extends z.ZodType>(schema: T, description: string, fallback?: string): T =>
  schema.meta({ description, ...(fallback ? { fallback } : {}) });
