import { z } from 'zod';

import { action } from './action';
import { enrollingCaller } from './caller';

/** Long enough for codes entered with spaces and hyphens. */
const typed = z.string().min(1).max(64);

export default {
  send: action({}, async ({ ctx, container }) => container.firstFactor.send(await enrollingCaller(ctx, container))),

  verify: action({ body: z.strictObject({ code: typed }) }, async ({ ctx, container, body }) => {
    await container.firstFactor.verify(await enrollingCaller(ctx, container), body.code);
    return {};
  }),

  pass: action({ body: z.strictObject({ pass: typed }) }, async ({ ctx, container, body }) => {
    await container.firstFactor.pass(await enrollingCaller(ctx, container), body.pass);
    return {};
  }),
};
