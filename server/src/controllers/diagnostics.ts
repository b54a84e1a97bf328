import type { Context } from 'koa';

import type { WayHere } from '../administration';
import { action } from './action';

/** Shown to the administrator who asks, and never used for a decision. */
const wayOf = (ctx: Context): WayHere => ({
  forwarded: Boolean(ctx.request.headers['x-forwarded-for'] ?? ctx.request.headers.forwarded),
  secure: ctx.secure,
});

export default {
  run: action({}, async ({ ctx, container }) => ({ checks: await container.diagnostics.run(wayOf(ctx)) })),
};
