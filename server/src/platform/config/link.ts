import { z } from 'zod';

/** Shown as a link to people who are locked out: nothing that a browser would run. */
export const link = z
  .string()
  .max(2048)
  .refine((value) => URL.canParse(value) && ['https:', 'http:', 'mailto:', 'tel:'].includes(new URL(value).protocol), {
    message: 'must be an address that begins with https:, http:, mailto: or tel:',
  });
