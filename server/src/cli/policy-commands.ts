import { MfaError, type PolicyFields, policyFieldsSchema } from '../platform';
import type { Container } from '../container';
import { DEFAULT_FIELDS, UnreadablePolicyError, viewOf, type EffectivePolicy } from '../policy';
import type { Author } from '../administration';
import type { Asked } from './arguments';
import { done, pairs, type Outcome } from './outcome';
import { CLI } from './people-commands';

const refuse = (message: string): MfaError => new MfaError('MFA_INVALID_REQUEST', {}, { message });

const isKey = (key: string): key is keyof PolicyFields => Object.hasOwn(DEFAULT_FIELDS, key);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** The key decides how a value is read: `7` is a number or text. Lists can be separated by commas. */
const valueFor = (key: keyof PolicyFields, text: string): unknown => {
  const usual = DEFAULT_FIELDS[key];
  if (typeof usual === 'string') return text;
  if (Array.isArray(usual) && !text.startsWith('[')) return text.split(',').filter((part) => part !== '');
  return parsed(text);
};

/** `roleMethods.<role>` and `authenticators.allowedAaguids` are lists, even with one element. */
const partFor = (key: keyof PolicyFields, part: string, text: string): unknown => {
  if (key === 'helpTexts') return text;
  const isList = key === 'roleMethods' || (key === 'authenticators' && part === 'allowedAaguids');
  return isList && !text.startsWith('[') ? text.split(',').filter((one) => one !== '') : parsed(text);
};

/** An empty list means that the role has no restriction of its own, so the role is left out. */
const withoutEmpty = (key: keyof PolicyFields, parts: Record<string, unknown>): Record<string, unknown> =>
  key === 'roleMethods'
    ? Object.fromEntries(Object.entries(parts).filter(([, value]) => !Array.isArray(value) || value.length > 0))
    : parts;

const applied = (fields: Record<string, unknown>, assignment: string): Record<string, unknown> => {
  const at = assignment.indexOf('=');
  if (at < 1) throw refuse(`Expected <key>=<value>, not "${assignment}".`);
  const [key = '', ...inner] = assignment.slice(0, at).split('.');
  const text = assignment.slice(at + 1);
  if (!isKey(key)) throw refuse(`Unknown policy key "${key}". Known keys: ${Object.keys(DEFAULT_FIELDS).join(', ')}.`);
  if (inner.length === 0) return { ...fields, [key]: valueFor(key, text) };
  const present = fields[key];
  if (typeof present !== 'object' || present === null || Array.isArray(present))
    throw refuse(`"${key}" has no keys of its own.`);
  const part = inner.join('.');
  return { ...fields, [key]: withoutEmpty(key, { ...present, [part]: partFor(key, part, text) }) };
};

const changed = (now: EffectivePolicy, assignments: readonly string[]): PolicyFields => {
  const keys = Object.keys(DEFAULT_FIELDS) as (keyof PolicyFields)[];
  const start = Object.fromEntries(keys.map((key) => [key, now[key]]));
  const result = policyFieldsSchema.safeParse(assignments.reduce(applied, start as Record<string, unknown>));
  if (result.success) return result.data;
  const wrong = [...new Set(result.error.issues.map((issue) => issue.path.join('.')))];
  throw refuse(`Invalid value: ${wrong.join(', ')}.`);
};

const show = (policy: EffectivePolicy): Outcome => {
  const { rules: _rules, ...view } = viewOf(policy);
  return done(pairs(Object.entries(view)), viewOf(policy));
};

const author = (force: boolean): Author => ({
  id: 0,
  email: 'command line',
  provider: 'local',
  commandLine: { force },
});

/** Adds the people who would be locked out to the message. */
const explained = (error: unknown): unknown => {
  if (!(error instanceof MfaError) || error.code !== 'MFA_POLICY_WOULD_LOCK_OUT') return error;
  const users = (error.details.users ?? []) as { email: string }[];
  const whom = users.slice(0, 10).map((user) => user.email);
  const message = `${error.message} ${whom.join(', ')}${users.length > 10 ? ' and more' : ''}. Use --force to save it anyway.`;
  return new MfaError(error.code, error.details, { message });
};

const save = async (container: Container, fields: PolicyFields, force: boolean): Promise<Outcome> => {
  try {
    return show(await container.policyEditor.save(fields, author(force)));
  } catch (error) {
    throw explained(error);
  }
};

/** An unreadable policy locks everybody out, so `disable` has to work without reading it. */
const repaired = async ({ database, policies, audit }: Container): Promise<Outcome> => {
  await database.transaction(async (trx) => {
    await policies.repair({ enabled: false }, trx);
    const details = { changes: [{ key: 'enabled', from: null, to: false }], relaxed: true };
    await audit.append({ type: 'policy.changed', outcome: 'success', actor: CLI, reason: 'unreadable', details }, trx);
  });
  return show(await policies.current());
};

export const policy = async (
  container: Container,
  { operands: [part, ...assignments], force }: Asked
): Promise<Outcome> => {
  if (part === 'disable') {
    const now = await container.policies.current().catch((error: unknown) => {
      if (error instanceof UnreadablePolicyError) return null;
      throw error;
    });
    // Turning the policy off can't lock anybody out, so the check is skipped.
    return now === null ? repaired(container) : save(container, changed(now, ['enabled=false']), true);
  }
  const now = await container.policies.current();
  return part === 'show' ? show(now) : save(container, changed(now, assignments), force);
};
