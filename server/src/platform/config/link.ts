import { z } from 'zod';

/** Shown as a link to people who are locked out, so schemes that run code are not allowed. */
export const link = z
  .string()
  .max(2048)
  .refine((value) => URL.canParse(value) && ['https:', 'http:', 'mailto:', 'tel:'].includes(new URL(value).protocol), {
    message: 'must be an address that starts with https:, http:, mailto:, or tel:',
  });
