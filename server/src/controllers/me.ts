import { z } from 'zod';

import { METHODS } from '../../../shared/contracts/constants';
import { MfaError } from '../platform';
import { action, signedIn, withMeta } from './action';
import { provenCaller, sessionCaller } from './caller';

export default {
  view: action({}, async ({ ctx, container }) => {
    const who = await sessionCaller(ctx, container);
    return container.ownSecurity.view(ctx, who.situation, who.family);
  }),

  /** Exists only so that the guard runs. */
  async gate(ctx: Parameters<ReturnType<typeof action>>[0]) {
    ctx.set('Cache-Control', 'no-store');
    ctx.status = 204;
  },

  events: action(
    {
      query: z.strictObject({
        cursor: z.string().max(64).optional(),
        limit: z.coerce.number().int().min(1).max(50).default(20),
      }),
    },
    async ({ ctx, container, query }) => {
      const page = await container.audit.ownEvents(signedIn(ctx).id, query.cursor, query.limit);
      return withMeta(page.events, { nextCursor: page.nextCursor });
    }
  ),

  preferences: action(
    {
      body: z
        .strictObject({
          preferredMethod: z.enum(METHODS).nullable(),
          passkeyOffer: z.literal('later'),
          invitation: z.enum(['later', 'never']),
        })
        .partial()
        .refine((body) => Object.keys(body).length > 0, 'nothing to change'),
    },
    async ({ ctx, container, body }) => {
      const caller = body.preferredMethod === undefined ? sessionCaller : provenCaller;
      const who = await caller(ctx, container);
      if (body.preferredMethod !== undefined) await container.ownSecurity.prefer(who.situation, body.preferredMethod);
      if (body.passkeyOffer) await container.ownSecurity.putPasskeyAside(who.situation);
      if (body.invitation) await container.ownSecurity.putInvitationAside(who.situation, body.invitation);
      return {};
    }
  ),

  password: action(
    { body: z.strictObject({ password: z.string().min(1).max(1024) }) },
    async ({ ctx, container, body }) => {
      const who = await sessionCaller(ctx, container);
      const verifiedAt = await container.stepUp.confirmPassword(who.situation, who.family, body.password);
      return { verifiedAt: new Date(verifiedAt).toISOString() };
    }
  ),

  /**
   * Whether the caller may change their methods now, and if not, the refusal of the routes that do. The panel asks before
   * it opens a dialog, so that the question isn't drawn above it.
   */
  recentProof: action({}, async ({ ctx, container }) => {
    await provenCaller(ctx, container);
    return {};
  }),

  revokeTrust: action({}, async ({ ctx, container, params }) => {
    const who = await sessionCaller(ctx, container);
    const ended = await container.ownSecurity.revokeTrust(who.situation, params.id ?? null);
    if (params.id && ended === 0) throw new MfaError('MFA_NOT_FOUND');
    return {};
  }),

  endOtherSessions: action({}, async ({ ctx, container }) => {
    const who = await sessionCaller(ctx, container);
    return { ended: await container.ownSecurity.endOtherSessions(who.situation, who.family) };
  }),

  endSession: action({}, async ({ ctx, container, params }) => {
    const who = await sessionCaller(ctx, container);
    await container.ownSecurity.endSession(who.situation, String(params.id));
    return {};
  }),
};
