/** The stored policy document: defaults, reading, and what a change starts or ends. Pure. */
import { z } from 'zod';

import { AUTHENTICATOR_TYPES, LANGUAGES, NOTICE_EVENTS, POLICY_ID } from '../../../../shared/contracts/constants';
import type { ChallengeDetails, PolicyView } from '../../../../shared/contracts/types';
import { ANY_AUTHENTICATOR, keptFieldsSchema, type PolicyFields, toIso, toMs } from '../../platform';
import type { EffectivePolicy } from './facts';
import { begun } from './planned';

/** The policy before anybody saved one: nobody is required to use MFA, and everybody may. */
export const DEFAULT_FIELDS: PolicyFields = {
  enabled: true,
  requirement: 'optional',
  roles: {},
  planned: null,
  allowedMethods: ['webauthn', 'totp'],
  preferredMethod: 'webauthn',
  gracePeriodDays: 0,
  sso: 'exempt',
  trustedBrowserDays: 0,
  verificationMaxAgeHours: 12,
  stepUpMaxAgeMinutes: 10,
  stepUpActions: [],
  maxFailures: 10,
  lockoutMinutes: 15,
  helpText: '',
  helpTexts: {},
  supportUrl: null,
  notices: Object.fromEntries(NOTICE_EVENTS.map((event) => [event, true])),
  passwordless: 'off',
  passkeyUpgrade: 'offer',
  authenticators: ANY_AUTHENTICATOR,
  roleMethods: {},
  firstFactorProof: 'password',
};

export const POLICY_KEYS = Object.keys(DEFAULT_FIELDS) as (keyof PolicyFields)[];

/** An empty text is no text. */
const textsIn = (texts: Readonly<Record<string, string | undefined>>): PolicyFields['helpTexts'] =>
  Object.fromEntries(LANGUAGES.flatMap((language) => (texts[language] ? [[language, texts[language]]] : [])));

/**
 * A document may lack fields that a later version added, and contain fields that it removed. Fields that decide who is
 * asked are never guessed: without one of them, the document is unreadable.
 */
const documentSchema = z
  .object({
    ...keptFieldsSchema.shape,
    // A language that a later version added must not make the whole policy unreadable.
    helpTexts: z.record(z.string(), z.string()).transform(textsIn).optional(),
  })
  .required({ enabled: true, requirement: true, roles: true, allowedMethods: true });

const sinceSchema = z.record(z.string(), z.int().min(0));

export interface StoredPolicy {
  fields: Partial<PolicyFields>;
  since: Record<string, number>;
  changedAt: number | null;
  changedBy: { id: number; email: string } | null;
  /** This server didn't write the row, so these values apply instead. */
  doubted?: boolean;
}

export const NOTHING_STORED: StoredPolicy = { fields: {}, since: {}, changedAt: null, changedBy: null };

/** The stored policy can't be read. Callers must fail closed. */
export class UnreadablePolicyError extends Error {
  override readonly name = 'UnreadablePolicyError';

  /** `what`: the column that isn't JSON, or the invalid fields. */
  constructor(
    readonly flaw: 'not_json' | 'not_valid',
    readonly what: string
  ) {
    super(flaw === 'not_json' ? `the stored policy's ${what} is not JSON` : `the stored policy is not valid: ${what}`);
  }
}

const parseJson = (what: string, text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    throw new UnreadablePolicyError('not_json', what);
  }
};

/** @throws UnreadablePolicyError */
export const readRow = (row: Record<string, unknown>): StoredPolicy => {
  const fields = documentSchema.safeParse(parseJson('document', row.document));
  const since = sinceSchema.safeParse(parseJson('since', row.since ?? '{}'));
  if (!fields.success) {
    const keys = fields.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new UnreadablePolicyError('not_valid', keys);
  }
  if (!since.success) throw new UnreadablePolicyError('not_valid', 'since');
  return {
    fields: fields.data,
    since: since.data,
    changedAt: toMs(row.changed_at),
    changedBy: row.changed_by_id ? { id: Number(row.changed_by_id), email: String(row.changed_by_email) } : null,
  };
};

/** Normalizes a policy: no method twice, every email listed, and a fixed order where order has no meaning. */
export const normalized = (fields: PolicyFields): PolicyFields => ({
  ...fields,
  allowedMethods: AUTHENTICATOR_TYPES.filter((type) => fields.allowedMethods.includes(type)),
  planned: fields.planned && {
    ...fields.planned,
    startsAt: fields.planned.startsAt && new Date(fields.planned.startsAt).toISOString(),
  },
  stepUpActions: [...new Set(fields.stepUpActions)],
  helpTexts: textsIn(fields.helpTexts),
  notices: { ...DEFAULT_FIELDS.notices, ...fields.notices },
  authenticators: {
    ...fields.authenticators,
    allowedAaguids: [...new Set(fields.authenticators.allowedAaguids.map((id) => id.toLowerCase()))].sort(),
  },
  roleMethods: Object.fromEntries(
    Object.entries(fields.roleMethods).map(([code, methods]) => [
      code,
      AUTHENTICATOR_TYPES.filter((type) => methods.includes(type)),
    ])
  ),
});

/**
 * Stored values override defaults, and the configuration overrides both. A preferred method that isn't allowed gives
 * way to the first one that is. A planned requirement whose time has come (`now`, UTC ms) is the requirement.
 */
export const effective = (stored: StoredPolicy, config: Partial<PolicyFields>, now: number): EffectivePolicy => {
  const fields = normalized({ ...DEFAULT_FIELDS, ...stored.fields, ...config });
  const [first] = fields.allowedMethods;
  const preferred = fields.allowedMethods.includes(fields.preferredMethod) ? fields.preferredMethod : first;
  const policy = {
    ...fields,
    preferredMethod: preferred ?? fields.preferredMethod,
    since: stored.since,
    lockedByConfig: POLICY_KEYS.filter((key) => config[key] !== undefined),
    changedAt: stored.changedAt,
    changedBy: stored.changedBy,
    ...(stored.doubted ? { doubted: true } : {}),
  };
  return begun(policy, config, now);
};

/** What people who can't log in are told, as challenges and refusals say it. */
export const supportOf = ({
  helpText,
  helpTexts,
  supportUrl,
}: Pick<PolicyFields, 'helpText' | 'helpTexts' | 'supportUrl'>): Pick<
  ChallengeDetails,
  'helpText' | 'helpTexts' | 'supportUrl'
> => ({ helpText, ...(Object.keys(helpTexts).length > 0 ? { helpTexts } : {}), supportUrl });

const RULES_TEXT = ['Require MFA for login', 'WebAuthn preferred', 'TOTP as fallback'];

/** The policy as `GET /mfa/policies/pol-mfa-required` returns it. */
export const viewOf = ({
  since: _since,
  changedAt,
  changedBy,
  doubted: _doubted,
  ...fields
}: EffectivePolicy): PolicyView => ({
  id: POLICY_ID,
  name: 'MFA Required',
  description: 'Decides who confirms a sign-in to the admin panel with a second factor, how, and how often.',
  type: 'access',
  rules: RULES_TEXT,
  ...fields,
  updatedAt: toIso(changedAt),
  updatedBy: changedBy,
});
