/** The frame of every controller: parse → service → envelope. Controllers contain no rules of their own. */
import type { Context } from 'koa';
import { z } from 'zod';

import { answerWith, logFailure, MfaError } from '../platform';
import { containerOf, type Container } from '../container';

/** An administrator as the `admin` strategy stored them on the request, including roles. */
export interface SignedIn {
  id: number;
  email: string;
  firstname: string | null;
  lastname: string | null;
  username: string | null;
  preferedLanguage: string | null;
  isActive: boolean;
  roles: { id: number; code: string; name: string }[];
}

export interface Call<Body, Query> {
  ctx: Context;
  container: Container;
  body: Body;
  query: Query;
  params: Record<string, string>;
}

interface Shapes<Body extends z.ZodType, Query extends z.ZodType> {
  body?: Body;
  query?: Query;
}

const nothing = z.union([z.strictObject({}), z.undefined(), z.null(), z.literal('')]);

/** PostgreSQL doesn't accept NUL characters in text, and nobody enters one. */
const holdsNul = (root: unknown): boolean => {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string' && value.includes('\u0000')) return true;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, one] of Object.entries(value)) waiting.push(key, one);
  }
  return false;
};

const assembledBy = new WeakMap<z.ZodType, (container: Container) => z.ZodType>();

/**
 * A body whose keys depend on the available methods, so that adding a method means adding a folder. Built once, because
 * building takes a hundred times as long as parsing, and anybody may send bodies.
 */
export const assembled = <T>(build: (container: Container) => z.ZodType<T>) => {
  const built = new WeakMap<Container, { methods: number; schema: z.ZodType<T> }>();
  const schemaFor = (rooms: Container): z.ZodType<T> => {
    const methods = rooms.factors.verifiers().length;
    const known = built.get(rooms);
    if (known?.methods === methods) return known.schema;
    const schema = build(rooms);
    built.set(rooms, { methods, schema });
    return schema;
  };
  const schema = z.unknown().transform((body, context): T => {
    const parsed = schemaFor(containerOf(strapi)).safeParse(body ?? {});
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: undefined } as never);
    return z.NEVER;
  });
  assembledBy.set(schema, build);
  return schema;
};

const shapesByAction = new WeakMap<object, Shapes<z.ZodType, z.ZodType>>();

/** What an action accepts, for the API documentation. Undefined if it accepts nothing. */
export const shapesOf = (known: object, rooms: Container): { body?: z.ZodType; query?: z.ZodType } => {
  const { body, query } = shapesByAction.get(known) ?? {};
  return { body: body && (assembledBy.get(body)?.(rooms) ?? body), query };
};

const parse = <T extends z.ZodType>(schema: T, value: unknown, part: 'body' | 'query'): z.infer<T> => {
  if (holdsNul(value))
    throw new MfaError('MFA_INVALID_REQUEST', {
      errors: [{ path: [part], message: 'must not contain a NUL character' }],
    });
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Only paths and rules, because the submitted value may be a code or a password.
  const errors = parsed.error.issues.slice(0, 20).map((issue) => ({
    path: [part, ...issue.path.map(String)],
    message: issue.code === 'unrecognized_keys' ? 'unknown key' : `not a valid value (${issue.code})`,
  }));
  throw new MfaError('MFA_INVALID_REQUEST', { errors });
};

/**
 * Wraps a use case as a Koa action. Its result becomes `{ data }` (`withMeta` passes a `{ data, meta }` pair through),
 * and `undefined` leaves the response alone. Unexpected errors are logged and answered with 503, without a trace.
 */
export const action = <Body extends z.ZodType = typeof nothing, Query extends z.ZodType = z.ZodUnknown>(
  shapes: Shapes<Body, Query>,
  work: (call: Call<z.infer<Body>, z.infer<Query>>) => Promise<unknown>
) => {
  const handler = async (ctx: Context): Promise<void> => {
    ctx.set('Cache-Control', 'no-store');
    try {
      const body = parse(shapes.body ?? nothing, ctx.request.body, 'body') as z.infer<Body>;
      const query = parse(shapes.query ?? z.unknown(), ctx.query, 'query') as z.infer<Query>;
      if (holdsNul(ctx.params)) throw new MfaError('MFA_NOT_FOUND');
      const result = await work({ ctx, container: containerOf(strapi), body, query, params: ctx.params ?? {} });
      if (result === undefined) return;
      ctx.body = result instanceof WithMeta ? { data: result.data, meta: result.meta } : { data: result };
    } catch (error) {
      if (error instanceof MfaError) return answerWith(ctx, error);
      logFailure(strapi, `${ctx.method} ${String(ctx.state.route?.path ?? '')}`, error);
      answerWith(ctx, new MfaError('MFA_UNAVAILABLE', {}, { cause: error }));
    }
  };
  shapesByAction.set(handler, shapes);
  return handler;
};

class WithMeta {
  constructor(
    readonly data: unknown,
    readonly meta: unknown
  ) {}
}

export const withMeta = (data: unknown, meta: unknown): WithMeta => new WithMeta(data, meta);

/** The administrator of a Bearer token. Only for routes whose strategies are `['admin']`. */
export const signedIn = (ctx: Context): SignedIn => {
  const user: unknown = ctx.state.user;
  if (!user || !ctx.state.session?.id) throw new Error('a route without the admin strategy asked who is signed in');
  return user as SignedIn;
};
