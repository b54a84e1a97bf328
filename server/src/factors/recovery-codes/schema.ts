import { z } from 'zod';

/** Wide enough for a code typed with spaces and hyphens. */
export const codeShape = { code: z.string().max(64) } as const;
