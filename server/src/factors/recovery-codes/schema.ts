import { z } from 'zod';

/** Long enough for a code entered with spaces and hyphens. */
export const codeShape = { code: z.string().max(64) } as const;
