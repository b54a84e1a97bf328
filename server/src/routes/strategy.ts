import type { Context } from 'koa';

/**
 * The second strategy of the ◆ routes: `Authorization: MFA <transaction>`. It only recognizes the scheme. The route
 * itself reads whether the transaction is open and whose it is, so that an expired one gets a 410 and not a 401.
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
