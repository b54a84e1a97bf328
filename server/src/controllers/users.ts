import type { Context } from 'koa';
import { z } from 'zod';

import { MfaError } from '../platform';
import type { Container } from '../container';
import { COVERAGE_KEPT_DAYS, peopleFilterShape } from '../administration';
import { LONGEST_PASS_HOURS } from '../self-service';
import { action, signedIn, withMeta } from './action';
import { streamInTurn } from './expensive-reads';

const HOUR_MS = 3_600_000;
/** IDs are 32-bit integers in every database. */
const MAX_ID = 2_147_483_647;

const listQuery = z.strictObject({
  ...peopleFilterShape,
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
});

const reason = z.string().trim().min(1).max(500);
const reasonBody = z.strictObject({ reason });
const resetBody = z.strictObject({
  reason,
  authenticatorIds: z.array(z.string().min(1).max(64)).min(1).max(100).optional(),
});
const passBody = z.strictObject({ reason, hours: z.int().min(1).max(LONGEST_PASS_HOURS) });
/** Long enough for a code entered with spaces and hyphens. */
const verifyBody = z.strictObject({ code: z.string().min(1).max(64) });
const exemptionBody = z.strictObject({ reason, expiresAt: z.iso.datetime({ offset: true }) });
/**
 * Ending an exemption makes things safer. A reason may be in the body or, because browsers send no body here, in the
 * query.
 */
const endBody = z
  .union([z.strictObject({ reason: reason.optional(), expiresAt: z.unknown().optional() }), z.literal('')])
  .nullish();
const remindBody = z
  .strictObject({ userIds: z.array(z.int().min(1).max(MAX_ID)).min(1).max(1000).optional() })
  .nullish();

/** An impossible ID gets the same answer as an unknown one. */
const idOf = (params: Record<string, string>): number => {
  if (!/^[1-9]\d{0,9}$/.test(params.id ?? '')) throw new MfaError('MFA_NOT_FOUND');
  const id = Number(params.id);
  if (id > MAX_ID) throw new MfaError('MFA_NOT_FOUND');
  return id;
};

const actorOf = (ctx: Context): { id: number; email: string } => {
  const { id, email } = signedIn(ctx);
  return { id, email };
};

const askerOf = async (ctx: Context, container: Container): Promise<{ id: number; familyId: string | null }> => {
  const { id } = signedIn(ctx);
  const sessionId = container.sessions.idOf(ctx);
  const family = sessionId ? await container.sessions.families.of(sessionId, id) : null;
  return { id, familyId: family?.familyId ?? null };
};

export default {
  list: action({ query: listQuery }, async ({ ctx, container, query }) => {
    const { page, pageSize, ...filters } = query;
    const { rows, pagination } = await container.people.page(filters, { page, pageSize }, signedIn(ctx).id);
    return withMeta(rows, { pagination });
  }),

  summary: action({}, async ({ container }) => container.people.summary()),

  coverage: action(
    { query: z.strictObject({ days: z.coerce.number().int().min(1).max(COVERAGE_KEPT_DAYS).default(90) }) },
    async ({ container, query }) => container.people.coverage(query.days)
  ),

  find: action({}, async ({ ctx, container, params }) => container.people.detail(idOf(params), signedIn(ctx).id)),

  explain: action(
    { query: z.strictObject({ provider: z.string().min(1).max(64).default('local') }) },
    async ({ ctx, container, query, params }) =>
      container.people.explain(idOf(params), await askerOf(ctx, container), query.provider)
  ),

  sessions: action({}, async ({ ctx, container, params }) =>
    container.people.sessions(idOf(params), await askerOf(ctx, container))
  ),

  export: action({ query: z.strictObject(peopleFilterShape) }, async ({ ctx, container, query }) => {
    const actor = actorOf(ctx);
    // Exports are recorded. If that fails, there is no file.
    const record = ({ total }: { total: number }) =>
      container.database.transaction((trx) =>
        container.audit.append(
          { type: 'people.exported', outcome: 'success', actor, details: { total, filters: query } },
          trx
        )
      );
    const open = () => container.people.file(query, actor.id);
    const { stream, total } = await streamInTurn(container, actor.id, open, record);
    const day = new Date(container.ports.clock.now()).toISOString().slice(0, 10);
    ctx.set('Content-Type', 'text/csv; charset=utf-8');
    ctx.set('Content-Disposition', `attachment; filename="mfa-people-${day}.csv"`);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('X-Total-Count', String(total));
    ctx.body = stream;
    return undefined;
  }),

  reset: action({ body: resetBody }, async ({ ctx, container, body, params }) => {
    await container.people.reset(actorOf(ctx), idOf(params), body);
    return {};
  }),

  unlock: action({ body: reasonBody }, async ({ ctx, container, body, params }) => {
    await container.people.unlock(actorOf(ctx), idOf(params), body);
    return {};
  }),

  signOut: action({ body: reasonBody }, async ({ ctx, container, body, params }) => {
    await container.people.signOut(actorOf(ctx), idOf(params), body);
    return {};
  }),

  sendVerification: action({}, async ({ ctx, container, params }) =>
    container.people.sendVerification(actorOf(ctx), idOf(params))
  ),

  verifyCaller: action({ body: verifyBody }, async ({ ctx, container, body, params }) =>
    container.people.verifyCaller(actorOf(ctx), idOf(params), body.code)
  ),

  givePass: action({ body: passBody }, async ({ ctx, container, body, params }) =>
    container.people.givePass(actorOf(ctx), idOf(params), body)
  ),

  endPass: action(
    { body: endBody, query: z.strictObject({ reason: reason.optional() }) },
    async ({ ctx, container, body, query, params }) => {
      const given = typeof body === 'object' ? body?.reason : undefined;
      await container.people.endPass(actorOf(ctx), idOf(params), { reason: given ?? query.reason });
      return {};
    }
  ),

  exempt: action({ body: exemptionBody }, async ({ ctx, container, body, params }) => {
    const until = Date.parse(body.expiresAt);
    await container.people.exempt(actorOf(ctx), idOf(params), { reason: body.reason, until });
    return {};
  }),

  endExemption: action(
    { body: endBody, query: z.strictObject({ reason: reason.optional() }) },
    async ({ ctx, container, body, query, params }) => {
      const given = typeof body === 'object' ? body?.reason : undefined;
      await container.people.endExemption(actorOf(ctx), idOf(params), { reason: given ?? query.reason });
      return {};
    }
  ),

  remind: action({ body: remindBody }, async ({ ctx, container, body }) =>
    container.people.remind(actorOf(ctx), body?.userIds)
  ),

  reminders: action(
    { query: z.strictObject({ since: z.iso.datetime({ offset: true }).optional() }) },
    async ({ container, query }) => {
      const since = query.since ? Date.parse(query.since) : container.ports.clock.now() - HOUR_MS;
      return container.people.progress(since);
    }
  ),
};
