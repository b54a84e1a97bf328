import { z } from 'zod';

import { AUTHENTICATOR_TYPES, LIMITS } from '../../../shared/contracts/constants';
import type { AuthenticatorType } from '../../../shared/contracts/types';
import { action, assembled } from './action';
import { enrollingCaller, provenCaller, sessionCaller } from './caller';

const name = z.string().trim().min(1).max(LIMITS.nameLength);

/** Parsed with the method's own shape: the routes are the same for every method, the bodies are not. */
const shaped = (type: AuthenticatorType, part: 'begin' | 'finish') =>
  assembled(({ factors }): z.ZodType<Record<string, unknown>> => {
    const factor = factors.factor(type);
    const shape = part === 'begin' ? factor?.beginShape : { ...factor?.finishShape, name: name.optional() };
    return z.strictObject(shape ?? {});
  });

const begin = (type: AuthenticatorType) =>
  action({ body: shaped(type, 'begin') }, async ({ ctx, house, body }) => {
    const who = await enrollingCaller(ctx, house);
    return house.enrollment.begin(who, type, body);
  });

const finish = (type: AuthenticatorType) =>
  action({ body: shaped(type, 'finish') }, async ({ ctx, house, body }) => {
    const who = await enrollingCaller(ctx, house);
    const { name: wanted, ...input } = body;
    return house.enrollment.finish(who, type, input, typeof wanted === 'string' ? wanted : undefined);
  });

const perMethod = Object.fromEntries(
  AUTHENTICATOR_TYPES.flatMap((type) => [
    [`${type}Begin`, begin(type)],
    [`${type}Finish`, finish(type)],
  ])
);

export default {
  ...perMethod,

  acknowledge: action({ body: z.strictObject({ code: z.string().min(1).max(64) }) }, async ({ ctx, house, body }) => {
    const who = await enrollingCaller(ctx, house);
    await house.enrollment.acknowledge(who, body.code);
    return {};
  }),

  regenerate: action({}, async ({ ctx, house }) => {
    const who = await provenCaller(ctx, house);
    return { recoveryCodes: await house.enrollment.regenerate(who) };
  }),

  rename: action({ body: z.strictObject({ name }) }, async ({ ctx, house, body, params }) => {
    const who = await sessionCaller(ctx, house);
    return { authenticator: await house.enrollment.rename(who, String(params.id), body.name) };
  }),

  remove: action({}, async ({ ctx, house, params }) => {
    const who = await provenCaller(ctx, house);
    await house.enrollment.remove(who, String(params.id));
    return {};
  }),
};
