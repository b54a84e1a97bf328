/** Three usual policies. They fill in the form and save nothing. Pure. */
import { type PolicyFields } from '../../api';

export const PRESETS = ['gentle', 'recommended', 'strict'] as const;
export type Preset = (typeof PRESETS)[number];

type Filled = Pick<
  PolicyFields,
  | 'enabled'
  | 'requirement'
  | 'roles'
  | 'planned'
  | 'gracePeriodDays'
  | 'trustedBrowserDays'
  | 'verificationMaxAgeHours'
  | 'sso'
  | 'allowedMethods'
  | 'preferredMethod'
>;

const COMMON = {
  enabled: true,
  roles: {},
  allowedMethods: ['webauthn', 'totp'],
  preferredMethod: 'webauthn',
} satisfies Partial<Filled>;

const FIELDS: Record<Preset, Filled> = {
  gentle: {
    ...COMMON,
    requirement: 'optional',
    planned: { requirement: 'required_on_first_login', roles: {}, startsAt: null },
    gracePeriodDays: 14,
    trustedBrowserDays: 30,
    verificationMaxAgeHours: 24,
    sso: 'exempt',
  },
  recommended: {
    ...COMMON,
    requirement: 'required_on_first_login',
    planned: null,
    gracePeriodDays: 14,
    trustedBrowserDays: 14,
    verificationMaxAgeHours: 12,
    sso: 'exempt',
  },
  strict: {
    ...COMMON,
    requirement: 'always_required',
    planned: null,
    gracePeriodDays: 7,
    trustedBrowserDays: 0,
    verificationMaxAgeHours: 8,
    sso: 'require',
  },
};

/** What a preset fills in, without what the configuration fixes. */
export const fieldsOfPreset = (preset: Preset, locked: readonly string[]): Partial<Filled> =>
  Object.fromEntries(Object.entries(FIELDS[preset]).filter(([key]) => !locked.includes(key)));

/** The preset that the form contains now, if it's one. What the configuration fixes doesn't count. */
export const presetIn = (values: PolicyFields, locked: readonly string[]): Preset | null => {
  const has = values as unknown as Record<string, unknown>;
  const matches = (preset: Preset): boolean =>
    Object.entries(fieldsOfPreset(preset, locked)).every(
      ([key, value]) => JSON.stringify(value) === JSON.stringify(has[key])
    );
  return PRESETS.find(matches) ?? null;
};
