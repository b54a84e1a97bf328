import { z } from 'zod';

import type { StepUpReason } from '../../../shared/contracts/types';
import { MfaError } from '../platform';
import { supportOf } from '../policy';
import { addressOf } from '../gate';
import type { Container } from '../container';
import { action, assembled } from './action';
import { refuseStale, sessionCaller, transactionCaller } from './caller';

const token = z.string().min(1).max(128);
const password = z.string().min(1).max(1024);

/** The body of `verify` depends on the available methods, so that adding one means adding a folder. */
const proofSchema = (container: Container) => {
  const shapes = container.factors.verifiers().map((verifier) =>
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
  /** Opens the transaction of an open session: a step-up, or the enrollment that a stricter policy requires. */
  open: action(
    { body: z.strictObject({ password: password.optional() }).nullish() },
    async ({ ctx, container, body }) => {
      const who = await sessionCaller(ctx, container);
      const { situation, family } = who;
      const { verdict, policy } = situation;
      const ask = (reason: StepUpReason, enroll: boolean) =>
        container.transactions.askSession(situation, family, { reason, enroll, address: addressOf(ctx) });
      if (verdict.action === 'refuse') {
        throw new MfaError('MFA_NO_USABLE_METHOD', supportOf(policy));
      }
      if (verdict.action === 'challenge') return ask(verdict.reason, false);
      if (verdict.action === 'allow') {
        if (situation.authenticators.length > 0) {
          return ask('sensitive_action', false);
        }
        await refuseStale(container, who, situation.user.password ? 'password' : 'sign_in');
      }
      // Adding the first authenticator requires the password now, so that a stolen session can't add the thief's key.
      const proved = container.stepUp.forSelfService(situation, family);
      if (situation.authenticators.length > 0 && proved !== 'fresh') {
        return ask('sensitive_action', false);
      }
      if (situation.authenticators.length > 0) return ask('session_unverified', true);
      if (!situation.user.password) await refuseStale(container, who, proved);
      else if (body?.password === undefined) throw new MfaError('MFA_PASSWORD_REQUIRED');
      else await container.stepUp.checkPassword(situation, body.password);
      return ask('session_unverified', true);
    }
  ),

  webauthnOptions: action({ body: z.strictObject({ transaction: token }) }, async ({ container, body }) =>
    container.transactions.options(body.transaction, 'webauthn')
  ),

  sendEmail: action({ body: z.strictObject({ transaction: token }) }, async ({ container, body }) =>
    container.transactions.send(body.transaction, 'email')
  ),

  sendSms: action({ body: z.strictObject({ transaction: token }) }, async ({ container, body }) =>
    container.transactions.send(body.transaction, 'sms')
  ),

  verify: action({ body: verifySchema }, async ({ ctx, container, body }) => {
    const { transaction, method, trustBrowser, ...proof } = body;
    return container.transactions.verify(ctx, transaction, { method, proof, trustBrowser: trustBrowser === true });
  }),

  /** The answer of `finish` was lost, and the codes with it. */
  recoveryCodes: action({ body: z.strictObject({ transaction: token }) }, async ({ container, body }) =>
    container.enrollment.showAnew(await transactionCaller(body.transaction, container))
  ),

  complete: action({ body: z.strictObject({ transaction: token }) }, async ({ ctx, container, body }) =>
    container.transactions.complete(ctx, body.transaction)
  ),
};
