import { z } from 'zod';

import { AUTHENTICATOR_TYPES, LIMITS } from '../../../shared/contracts/constants';
import type { AuthenticatorType } from '../../../shared/contracts/types';
import { action, assembled } from './action';
import { enrollingCaller, provenCaller, sessionCaller } from './caller';

const name = z.string().trim().min(1).max(LIMITS.nameLength);

/** Parsed with the method's own schema. All methods share their routes, but not their bodies. */
const shaped = (type: AuthenticatorType, part: 'begin' | 'finish') =>
  assembled(({ factors }): z.ZodType<Record<string, unknown>> => {
    const factor = factors.factor(type);
    const shape = part === 'begin' ? factor?.beginShape : { ...factor?.finishShape, name: name.optional() };
    return z.strictObject(shape ?? {});
  });

const begin = (type: AuthenticatorType) =>
  action({ body: shaped(type, 'begin') }, async ({ ctx, container, body }) => {
    const who = await enrollingCaller(ctx, container);
    return container.enrollment.begin(who, type, body);
  });

const finish = (type: AuthenticatorType) =>
  action({ body: shaped(type, 'finish') }, async ({ ctx, container, body }) => {
    const who = await enrollingCaller(ctx, container);
    const { name: wanted, ...input } = body;
    return container.enrollment.finish(who, type, input, typeof wanted === 'string' ? wanted : undefined);
  });

const perMethod = Object.fromEntries(
  AUTHENTICATOR_TYPES.flatMap((type) => [
    [`${type}Begin`, begin(type)],
    [`${type}Finish`, finish(type)],
  ])
);

export default {
  ...perMethod,

  acknowledge: action(
    { body: z.strictObject({ code: z.string().min(1).max(64) }) },
    async ({ ctx, container, body }) => {
      const who = await enrollingCaller(ctx, container);
      await container.enrollment.acknowledge(who, body.code);
      return {};
    }
  ),

  regenerate: action({}, async ({ ctx, container }) => {
    const who = await provenCaller(ctx, container);
    return { recoveryCodes: await container.enrollment.regenerate(who) };
  }),

  rename: action({ body: z.strictObject({ name }) }, async ({ ctx, container, body, params }) => {
    const who = await sessionCaller(ctx, container);
    return { authenticator: await container.enrollment.rename(who, String(params.id), body.name) };
  }),

  remove: action({}, async ({ ctx, container, params }) => {
    const who = await provenCaller(ctx, container);
    await container.enrollment.remove(who, String(params.id));
    return {};
  }),
};
