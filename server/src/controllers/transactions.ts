import { z } from 'zod';

import { MfaError } from '../platform';
import type { House } from '../container';
import { action, assembled } from './action';
import { refuseStale, sessionCaller } from './caller';

const token = z.string().min(1).max(128);
const password = z.string().min(1).max(1024);

/** The body of `verify` is assembled from the methods that exist, so that adding one is adding a folder. */
const proofSchema = (house: House) => {
  const shapes = house.factors.verifiers().map((verifier) =>
    z.strictObject({
      transaction: token,
      method: z.literal(verifier.method),
      trustBrowser: z.boolean().optional(),
      ...verifier.proofShape,
    })
  );
  const [first, ...rest] = shapes;
  if (!first) throw new Error('no method is registered');
  return z.discriminatedUnion('method', [first, ...rest]);
};

const verifySchema = assembled(proofSchema);

export default {
  /** A live session asks for its question: step-up, or the enrollment that a tightened policy demands. */
  open: action({ body: z.strictObject({ password: password.optional() }).nullish() }, async ({ ctx, house, body }) => {
    const who = await sessionCaller(ctx, house);
    const { situation, family } = who;
    const { verdict, policy } = situation;
    if (verdict.action === 'refuse') {
      throw new MfaError('MFA_NO_USABLE_METHOD', { helpText: policy.helpText, supportUrl: policy.supportUrl });
    }
    if (verdict.action === 'challenge') return house.transactions.askSession(situation, family, verdict.reason, false);
    if (verdict.action === 'allow') {
      if (situation.authenticators.length > 0) {
        return house.transactions.askSession(situation, family, 'sensitive_action', false);
      }
      await refuseStale(house, who, situation.user.password ? 'password' : 'sign_in');
    }
    // Who binds the first authenticator proves the password now: a stolen session must not bind the thief's key.
    const proved = house.stepUp.forSelfService(situation, family);
    if (situation.authenticators.length > 0 && proved !== 'fresh') {
      return house.transactions.askSession(situation, family, 'sensitive_action', false);
    }
    if (situation.authenticators.length > 0)
      return house.transactions.askSession(situation, family, 'session_unverified', true);
    if (!situation.user.password) await refuseStale(house, who, proved);
    else if (body?.password === undefined) throw new MfaError('MFA_PASSWORD_REQUIRED');
    else await house.stepUp.checkPassword(situation, body.password);
    return house.transactions.askSession(situation, family, 'session_unverified', true);
  }),

  webauthnOptions: action({ body: z.strictObject({ transaction: token }) }, async ({ house, body }) =>
    house.transactions.options(body.transaction, 'webauthn')
  ),

  sendEmail: action({ body: z.strictObject({ transaction: token }) }, async ({ house, body }) =>
    house.transactions.send(body.transaction, 'email')
  ),

  sendSms: action({ body: z.strictObject({ transaction: token }) }, async ({ house, body }) =>
    house.transactions.send(body.transaction, 'sms')
  ),

  verify: action({ body: verifySchema }, async ({ ctx, house, body }) => {
    const { transaction, method, trustBrowser, ...proof } = body;
    return house.transactions.verify(ctx, transaction, { method, proof, trustBrowser: trustBrowser === true });
  }),

  complete: action({ body: z.strictObject({ transaction: token }) }, async ({ ctx, house, body }) =>
    house.transactions.complete(ctx, body.transaction)
  ),
};
