import { z } from 'zod';

/** Wide enough for codes typed with spaces; anything longer is refused before it is looked at. */
export const codeShape = { code: z.string().max(64) } as const;

/** Stored with each app, so that new enrollments may change while old ones keep working. */
export const parametersSchema = z.object({
  algorithm: z.enum(['sha1', 'sha256', 'sha512']),
  digits: z.union([z.literal(6), z.literal(7), z.literal(8)]),
  period: z.int().min(15).max(60),
});

export type Parameters = z.infer<typeof parametersSchema>;

/** SHA-1, six digits, 30 seconds: the only set that every authenticator app honors. */
export const NEW_APP: Parameters = { algorithm: 'sha1', digits: 6, period: 30 };

/** Which of a person's apps this is, counted from one; apps from before the count are the first. */
export const entrySchema = z.object({ entry: z.int().min(1).catch(1) });

/** What the server remembers between begin and finish; `seed` is an envelope of the vault. */
export const pendingSchema = z.object({ uid: z.string(), seed: z.string(), entry: z.int().min(1).catch(1) });
