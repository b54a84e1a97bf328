/**
 * A cookie that may replace the second factor at login, and nowhere else.
 * Promises: 256 random bits, stored hashed, bound to one person, with a fixed end that use doesn't extend; void after
 * any change of the password or a factor. Never: step-up, enrollment, reset, or recovery by trust; a value that the
 * browser chose.
 */
import type { Context } from 'koa';

import type { TrustedBrowserView } from '../../../../shared/contracts/types';
import {
  CLOCK_SKEW_MS,
  type Database,
  passwordFingerprint,
  type Ports,
  sha256Hex,
  toIso,
  toMs,
  type Trx,
  wonBy,
} from '../../platform';
import type { CookieShape, Family } from '../families';

export const TRUST_COOKIE = 'strapi_mfa_trusted_browser';

const DAY_MS = 86_400_000;
const TOKEN_BYTES = 32;

/** What the policy says about trust. Nothing else of the policy is needed here. */
export interface TrustRules {
  trustedBrowserDays: number;
}

/** The browser's owner. The trust belongs to this password. If its hash changes in any way, the trust ends. */
export interface TrustOwner {
  id: number;
  password: string | null;
}

export interface RecognizedBrowser {
  uid: string;
  until: number;
  /** Fingerprint of the owner's password, for the session that begins by this trust. */
  password: string;
}

/**
 * When the trust that a session began with ends, UTC ms. It also ends when the password changes in any way. A session
 * from before this was stored is asked.
 */
export const trustedUntilOf = (
  family: Pick<Family, 'trustedUntil' | 'trustedPassword'>,
  owner: Pick<TrustOwner, 'password'>
): number | null => (family.trustedPassword === passwordFingerprint(owner.password) ? family.trustedUntil : null);

export interface Trust {
  /**
   * The valid trust of this person in this request's cookie. An unknown value, an expired one, or one of another person
   * counts for nothing.
   */
  recognize(ctx: Context, owner: TrustOwner, policy: TrustRules, trx?: Trx): Promise<RecognizedBrowser | null>;
  /** Clears a cookie that wasn't recognized. */
  clear(ctx: Context, shape: CookieShape | null): void;
  /** False if it has ended meanwhile. */
  used(uid: string, trx: Trx): Promise<boolean>;
  /** Creates a new trust and sets its cookie. It replaces one of the same browser and person. */
  grant(
    ctx: Context,
    owner: TrustOwner,
    name: string,
    policy: TrustRules,
    shape: CookieShape,
    trx: Trx
  ): Promise<RecognizedBrowser>;
  list(ctx: Context, owner: TrustOwner, policy: TrustRules): Promise<TrustedBrowserView[]>;
  /** The latest end of the valid ones, and their number. */
  standing(owner: TrustOwner, policy: TrustRules): Promise<{ count: number; until: number | null }>;
  /** Ends one, or all. Returns how many ended. */
  revoke(userId: number, uid: string | null, trx: Trx): Promise<number>;
  sweep(): Promise<void>;
}

const cookieOptions = (shape: CookieShape | null, expires: Date) => ({
  httpOnly: true,
  sameSite: 'strict' as const,
  path: '/',
  secure: shape?.secure ?? false,
  domain: shape?.domain,
  signed: false,
  overwrite: true,
  expires,
});

export const createTrust = ({ database, ports }: { database: Database; ports: Ports }): Trust => {
  const presented = (ctx: Context): string | null => {
    const token = ctx.cookies.get(TRUST_COOKIE, { signed: false });
    return token ? sha256Hex(token) : null;
  };

  /** A shortened policy applies right away. A lengthened one extends nothing. */
  const endOf = (row: Record<string, unknown>, owner: TrustOwner, policy: TrustRules): number => {
    // Changed while the plugin was off, or directly in the database. Rows from before this column existed end as well.
    if (row.password_fingerprint !== passwordFingerprint(owner.password)) return 0;
    const added = toMs(row.added_at) ?? 0;
    // Created with a clock that was set back since. It would last longer than anybody allowed.
    if (added > ports.clock.now() + CLOCK_SKEW_MS) return 0;
    return Math.min(toMs(row.expires_at) ?? 0, added + policy.trustedBrowserDays * DAY_MS);
  };

  return {
    async recognize(ctx, owner, policy, trx) {
      const tokenHash = presented(ctx);
      if (tokenHash === null) return null;
      const row = await database
        .table('trustedBrowsers', trx)
        .where({ token_hash: tokenHash, user_id: owner.id })
        .first();
      const until = row ? endOf(row, owner, policy) : 0;
      if (!row || until <= ports.clock.now()) return null;
      return { uid: String(row.uid), until, password: passwordFingerprint(owner.password) };
    },

    clear(ctx, shape) {
      if (presented(ctx) !== null) ctx.cookies.set(TRUST_COOKIE, '', cookieOptions(shape, new Date(0)));
    },

    async used(uid, trx) {
      const now = ports.clock.now();
      return wonBy(await database.table('trustedBrowsers', trx).where({ uid }).update({ last_used_at: now }));
    },

    async grant(ctx, owner, name, policy, shape, trx) {
      const userId = owner.id;
      const replaced = presented(ctx);
      if (replaced) {
        await database.table('trustedBrowsers', trx).where({ token_hash: replaced, user_id: userId }).delete();
      }
      const token = ports.random.bytes(TOKEN_BYTES).toString('base64url');
      const now = ports.clock.now();
      const until = now + policy.trustedBrowserDays * DAY_MS;
      const uid = ports.random.uuid();
      await database.table('trustedBrowsers', trx).insert({
        uid,
        document_id: uid,
        token_hash: sha256Hex(token),
        user_id: userId,
        password_fingerprint: passwordFingerprint(owner.password),
        name,
        added_at: now,
        expires_at: until,
      });
      ctx.cookies.set(TRUST_COOKIE, token, cookieOptions(shape, new Date(until)));
      return { uid, until, password: passwordFingerprint(owner.password) };
    },

    async list(ctx, owner, policy) {
      const tokenHash = presented(ctx);
      const rows = await database.table('trustedBrowsers').where({ user_id: owner.id }).orderBy('added_at', 'desc');
      return rows
        .filter((row: Record<string, unknown>) => endOf(row, owner, policy) > ports.clock.now())
        .map((row: Record<string, unknown>) => ({
          id: String(row.uid),
          name: String(row.name),
          createdAt: toIso(row.added_at) ?? '',
          lastUsedAt: toIso(row.last_used_at),
          expiresAt: new Date(endOf(row, owner, policy)).toISOString(),
          current: row.token_hash === tokenHash,
        }));
    },

    async standing(owner, policy) {
      const rows = await database.table('trustedBrowsers').where({ user_id: owner.id });
      const ends = rows
        .map((row: Record<string, unknown>) => endOf(row, owner, policy))
        .filter((end: number) => end > ports.clock.now());
      return { count: ends.length, until: ends.length === 0 ? null : Math.max(...ends) };
    },

    async revoke(userId, uid, trx) {
      const query = database.table('trustedBrowsers', trx).where({ user_id: userId });
      const ended = Number(await (uid === null ? query : query.where({ uid })).delete());
      if (uid !== null && !wonBy(ended)) return 0;
      await database
        .table('families', trx)
        .where({ user_id: userId })
        .whereNotNull('trusted_browser_uid')
        .modify((families) => {
          if (uid !== null) families.where({ trusted_browser_uid: uid });
        })
        .update({ trusted_browser_uid: null, trusted_until: null });
      return ended;
    },

    async sweep() {
      await database.table('trustedBrowsers').where('expires_at', '<', ports.clock.now()).delete();
    },
  };
};
