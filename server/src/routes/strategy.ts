import type { Context } from 'koa';

/**
 * The second strategy of the ◆ routes: `Authorization: MFA <transaction>`. It only recognizes the scheme; whether the
 * transaction lives, and whose it is, is read by the route itself, so that a dead one answers 410 and not 401.
 */
export const mfaTransactionStrategy = {
  name: 'mfa-transaction',
  authenticate(ctx: Context): { authenticated: boolean; credentials?: unknown } {
    const [scheme, token, ...rest] = String(ctx.request.headers.authorization ?? '')
      .trim()
      .split(/\s+/);
    if (scheme?.toLowerCase() !== 'mfa' || !token || rest.length > 0) return { authenticated: false };
    return { authenticated: true, credentials: null };
  },
};
