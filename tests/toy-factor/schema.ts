import { z } from 'zod';

export const wordShape = { word: z.string().max(64) } as const;

/** What the server stores between begin and finish. `tape` is a vault envelope. */
export const pendingSchema = z.object({ uid: z.string(), tape: z.string() });
