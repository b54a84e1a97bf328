import { z } from 'zod';

export const wordShape = { word: z.string().max(64) } as const;

/** What the server remembers between begin and finish; `tape` is an envelope of the vault. */
export const pendingSchema = z.object({ uid: z.string(), tape: z.string() });
