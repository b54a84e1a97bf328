import { type PolicyFields } from '../../api';
import { type WordKey, type WordValues } from '../../i18n';
import { isStartable } from './days';
import { type FieldErrors } from './use-policy-form';

/** The ranges of the contract. The server has the same ones. */
export const RANGES = {
  gracePeriodDays: { min: 0, max: 90 },
  trustedBrowserDays: { min: 0, max: 90 },
  verificationMaxAgeHours: { min: 1, max: 720 },
  stepUpMaxAgeMinutes: { min: 1, max: 30 },
  maxFailures: { min: 5, max: 50 },
  lockoutMinutes: { min: 1, max: 1440 },
} as const;

export type NumberKey = keyof typeof RANGES;

export const HELP_TEXT_LENGTH = 280;

const NUMBER_KEYS = Object.keys(RANGES) as NumberKey[];
const ADDRESS = /^(https?:\/\/|mailto:)\S+$/;

/** Shows next to each field what the server would refuse, before anything is sent. */
export const faultsOf = (
  fields: PolicyFields,
  t: (key: WordKey<'policy'>, values?: WordValues) => string
): FieldErrors => {
  const errors: FieldErrors = {};
  for (const key of NUMBER_KEYS) {
    const { min, max } = RANGES[key];
    const value: number | undefined = fields[key];
    if (!Number.isInteger(value) || value < min || value > max) errors[key] = t('number.invalid', { min, max });
  }
  const startsAt = fields.planned?.startsAt ?? null;
  if (startsAt !== null && !isStartable(startsAt)) errors.planned = t('starts.day.invalid');
  if (fields.allowedMethods.length === 0) errors.allowedMethods = t('methods.none');
  if (fields.supportUrl && !ADDRESS.test(fields.supportUrl)) errors.supportUrl = t('supportUrl.invalid');
  return errors;
};
