import { z } from 'zod';

import { filterShape, filtersOf } from '../audit';
import { action, signedIn, withMeta } from './action';
import { streamInTurn } from './expensive-reads';

const listQuery = z.strictObject({
  ...filterShape,
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The event with this number. */
  seq: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  /** `true` adds the total. */
  count: z.enum(['true', 'false']).optional(),
});

const exportQuery = z.strictObject({ ...filterShape, format: z.enum(['csv', 'jsonl']).default('csv') });

/** An anchor as the log prints it: the sequence number and the hash. */
const verifyQuery = z.strictObject({
  anchor: z
    .string()
    .regex(/^[1-9]\d{0,9}[ :](k:[\w-]{1,32}|s):[0-9a-f]{64}$/)
    .transform((text) => ({ seq: Number.parseInt(text, 10), hash: text.slice(text.search(/[ :]/) + 1) }))
    .optional(),
});

const patternsQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(7) });

const DAY_MS = 86_400_000;

export default {
  list: action({ query: listQuery }, async ({ container, query }) => {
    const { cursor, limit, count, seq, ...asked } = query;
    const filters = { ...filtersOf(asked), ...(seq === undefined ? {} : { seq }) };
    const { events, nextCursor } = await container.audit.list(filters, { cursor, limit });
    const names = await container.audit.names(events);
    const total = count === 'true' ? { total: await container.audit.total(filters) } : {};
    return withMeta(events, { nextCursor, names, ...total });
  }),

  verify: action({ query: verifyQuery }, async ({ ctx, container, query }) =>
    container.audit.verifyFor(signedIn(ctx), query.anchor)
  ),

  patterns: action({ query: patternsQuery }, async ({ container, query }) =>
    container.audit.patterns(container.ports.clock.now() - query.days * DAY_MS)
  ),

  export: action({ query: exportQuery }, async ({ ctx, container, query }) => {
    const { format, ...asked } = query;
    // Exports are recorded. If that fails, there is no file.
    const record = ({ total }: { total: number }) =>
      container.database.transaction((trx) =>
        container.audit.append(
          {
            type: 'audit.exported',
            outcome: 'success',
            actor: signedIn(ctx),
            details: { format, total, filters: asked },
          },
          trx
        )
      );
    const open = () => container.audit.exportEvents(filtersOf(asked), format);
    const { stream, total, contentType, extension } = await streamInTurn(container, signedIn(ctx).id, open, record);
    const day = new Date(container.ports.clock.now()).toISOString().slice(0, 10);
    ctx.set('Content-Type', contentType);
    ctx.set('Content-Disposition', `attachment; filename="mfa-activity-${day}.${extension}"`);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('X-Total-Count', String(total));
    ctx.body = stream;
    return undefined;
  }),
};
