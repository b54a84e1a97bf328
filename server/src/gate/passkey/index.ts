/**
 * Logs people in with only a passkey, if the policy allows it.
 * Promises: nothing is written before a passkey is verified; one challenge, one session, across nodes; the same refusal
 * for every cause, in the same time. Never: creates a session in another way than all logins, reveals who exists.
 */
import type { Context } from 'koa';

import { type Home, type KeyRing, MfaError } from '../../platform';
import { logsInWithoutPassword } from '../../factors';
import type { PolicyStore } from '../../policy';
import type { SignInAnswer } from '../transactions';
import { logInAlone, type LogInDeps, type PasskeyAnswer } from './log-in';
import { createRefusals, Refused } from './refusals';
import { createSealedChallenges, newNonce } from './sealed-challenge';
import { createUsedChallenges } from './used-challenges';

export type { PasskeyAnswer } from './log-in';
export { loginBlocked } from './login-blocked';

export interface PasskeyLogIn {
  /** Whether passkey login is offered. */
  isOffered(): Promise<boolean>;
  /** @throws MfaError MFA_METHOD_NOT_ALLOWED if it isn't offered */
  options(): Promise<{ challenge: string; publicKey: Record<string, unknown> }>;
  /** @throws MfaError MFA_PASSKEY_REFUSED for every refusal */
  verify(ctx: Context, answer: PasskeyAnswer): Promise<SignInAnswer>;
  /** Deletes challenges that have expired. */
  sweep(): Promise<void>;
}

interface Deps extends Omit<LogInDeps, 'sealed' | 'used'> {
  keys: KeyRing;
  home: Home;
  policies: PolicyStore;
}

export const createPasskeyLogIn = (deps: Deps): PasskeyLogIn => {
  const sealed = createSealedChallenges(deps);
  const used = createUsedChallenges(deps);
  const refusals = createRefusals(deps);

  const offer = async () => {
    const policy = await deps.policies.current();
    if (!policy.enabled || policy.passwordless !== 'allowed' || !policy.allowedMethods.includes('webauthn'))
      return null;
    const nonce = newNonce(deps.ports);
    const made = deps.factors.factors().find(logsInWithoutPassword)?.aloneOptions(nonce) ?? null;
    return made && { nonce, ...made };
  };

  return {
    isOffered: async () => (await offer()) !== null,
    sweep: used.sweep,

    async options() {
      const made = await offer();
      if (!made) throw new MfaError('MFA_METHOD_NOT_ALLOWED');
      return { challenge: sealed.seal(made.nonce, made.rpId), publicKey: made.publicKey };
    },

    async verify(ctx, answer) {
      const began = performance.now();
      try {
        return await logInAlone({ ...deps, sealed, used }, ctx, answer);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const { authenticator } = error;
        const person = authenticator ? await deps.verdicts.known(authenticator.userId) : null;
        await refusals.keep(error, person?.user ?? null);
        // The browser would remove it, but a passkey that a copy of the site doesn't know may belong to the site.
        const unknown = !authenticator && (await deps.home.isHome());
        await refusals.level(began);
        throw new MfaError('MFA_PASSKEY_REFUSED', unknown ? { unknownCredential: true } : {});
      }
    },
  };
};
