import { z } from 'zod';

/** Long enough for codes entered with spaces. Anything longer is refused without a look. */
export const codeShape = { code: z.string().max(64) } as const;

/** Stored with each app, so that new enrollments can change while old ones keep working. */
export const parametersSchema = z.object({
  algorithm: z.enum(['sha1', 'sha256', 'sha512']),
  digits: z.union([z.literal(6), z.literal(7), z.literal(8)]),
  period: z.int().min(15).max(60),
});

export type Parameters = z.infer<typeof parametersSchema>;

/** SHA-1, six digits, 30 seconds: the only combination that every authenticator app supports. */
export const NEW_APP: Parameters = { algorithm: 'sha1', digits: 6, period: 30 };

/** The number of this app among the person's apps, starting at one. Apps without a number are the first. */
export const entrySchema = z.object({ entry: z.int().min(1).catch(1) });

/** What the server remembers between begin and finish. `seed` is an envelope of the vault. */
export const pendingSchema = z.object({ uid: z.string(), seed: z.string(), entry: z.int().min(1).catch(1) });
