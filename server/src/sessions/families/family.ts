/** Reads a row of `mfa_session_families`. */
import { METHODS } from '../../../../shared/contracts/constants';
import type { Method } from '../../../../shared/contracts/types';
import { toMs } from '../../platform';
import { type FirstFactor, firstFactorIn } from './first-factor-proof';

export const LOCAL_PROVIDER = 'local';

/** What a login, and every token rotated from it, has proved. */
export interface Family {
  familyId: string;
  userId: number;
  /** `local`, or the name of the SSO provider. */
  provider: string;
  /** How it began: an entry point of Strapi's, or the name of the plugin whose route created it. Null if unknown. */
  door: string | null;
  beganAt: number;
  verifiedAt: number | null;
  method: Method | null;
  /** The last proof that counts for changing your own methods. A recovery code counts only here. */
  selfServiceVerifiedAt: number | null;
  passwordVerifiedAt: number | null;
  userVerified: boolean;
  trustedBrowserUid: string | null;
  trustedUntil: number | null;
  /** The fingerprint of the password that this trust depends on. */
  trustedPassword: string | null;
  /** What was proved besides the password before the first authenticator. */
  firstFactor: FirstFactor | null;
}

/** In database form. `familyFromRow` reads them. */
export const FAMILY_COLUMNS = [
  'family_id',
  'user_id',
  'provider',
  'door',
  'began_at',
  'verified_at',
  'method',
  'self_service_verified_at',
  'password_verified_at',
  'user_verified',
  'trusted_browser_uid',
  'trusted_until',
  'trusted_password',
  'first_factor_proof',
  'first_factor_at',
] as const;

export const familyFromRow = (row: Record<string, unknown>): Family => ({
  familyId: String(row.family_id),
  userId: Number(row.user_id),
  provider: String(row.provider ?? LOCAL_PROVIDER),
  door: (row.door ?? null) as string | null,
  beganAt: toMs(row.began_at) ?? 0,
  verifiedAt: toMs(row.verified_at),
  method: METHODS.find((method) => method === row.method) ?? null,
  selfServiceVerifiedAt: toMs(row.self_service_verified_at),
  passwordVerifiedAt: toMs(row.password_verified_at),
  userVerified: Boolean(row.user_verified),
  trustedBrowserUid: (row.trusted_browser_uid ?? null) as string | null,
  trustedUntil: toMs(row.trusted_until),
  trustedPassword: (row.trusted_password ?? null) as string | null,
  firstFactor: firstFactorIn(row),
});
