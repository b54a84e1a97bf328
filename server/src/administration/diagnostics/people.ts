/** Checks of the policy, the people, and their methods. */
import { PERMISSIONS } from '../../../../shared/contracts/constants';
import { availabilitiesOf, checksIntegrity, obstacleOf, type Factors, type Usability } from '../../factors';
import { SUPER_ADMIN_CODE } from '../people';
import { MODELS } from './models';
import { countsFor, decide, requirementOf, UnreadablePolicyError, type EffectivePolicy } from '../../policy';
import { error, found, ok, warning, withParts, type DiagnosticsDeps, type Examination, type Verdict } from './check';

const allowedOf = (policy: EffectivePolicy, factors: Factors) =>
  availabilitiesOf(factors).filter(({ type }) => policy.allowedMethods.includes(type));

const policyUsable = async ({ policies, factors }: DiagnosticsDeps): Promise<Verdict> => {
  const read = await policies.current().catch((cause: unknown) => cause);
  if (read instanceof UnreadablePolicyError) {
    return error(read.flaw === 'not_json' ? 'policy_not_json' : 'policy_not_valid', { what: read.what });
  }
  if (read instanceof Error) throw read;
  const policy = read as EffectivePolicy;
  if (policy.doubted) return error('policy_not_sealed');
  if (!policy.enabled) return warning('policy_off');
  const usable = allowedOf(policy, factors).filter(({ obstacle }) => obstacle === null);
  if (usable.length === 0) return error('policy_no_method');
  return ok('policy_ok', { usable: usable.length, allowed: policy.allowedMethods.length });
};

const methods = async ({ policies, factors }: DiagnosticsDeps): Promise<Verdict> => {
  const allowed = allowedOf(await policies.current(), factors);
  const parts = allowed.flatMap(({ type, obstacle }) => {
    if (obstacle === null) return [];
    const why = found(obstacle);
    return { ...why, values: { method: type }, message: `${type}: ${why.message}` };
  });
  if (parts.length === 0) return ok('methods_ok');
  return withParts(error('methods_unavailable', { count: parts.length, allowed: allowed.length }), parts);
};

/** The number of active people who may give passes. Super Admins always may. */
const givers = async ({ strapi }: DiagnosticsDeps): Promise<number> => {
  const held = { permissions: { action: PERMISSIONS.usersReset } };
  const rows: { id: unknown }[] = await strapi.db
    .query('admin::user')
    .findMany({ select: ['id'], where: { isActive: true, roles: held } });
  return new Set(rows.map(({ id }) => id)).size;
};

/** Checks that people can get the proof that a first method requires. */
const firstFactor = async (deps: DiagnosticsDeps): Promise<Verdict> => {
  const { firstFactorProof } = await deps.policies.current();
  if (firstFactorProof === 'password') return ok('first_factor_password');
  if (firstFactorProof === 'email') {
    const obstacle = obstacleOf(deps.factors.factor('email'));
    if (obstacle !== null) return withParts(error('first_factor_no_mail'), [found(obstacle)]);
    const provider: unknown = deps.strapi.config.get('plugin::email.provider');
    return provider === 'sendmail' ? error('first_factor_sendmail') : ok('first_factor_email');
  }
  const count = await givers(deps);
  if (count === 0) return warning('first_factor_pass_nobody', { permission: PERMISSIONS.usersReset });
  return ok('first_factor_pass', { count });
};

const superAdmins = async ({ policies, census }: DiagnosticsDeps): Promise<Verdict> => {
  const policy = await policies.current();
  let [total, ready, required] = [0, 0, 0];
  for await (const page of census.everyone()) {
    for (const { facts } of page) {
      if (!facts.person.roleCodes.includes(SUPER_ADMIN_CODE)) continue;
      total += 1;
      if (facts.authenticators.some((one) => one.usable && countsFor(policy, facts.person.roleCodes)(one))) ready += 1;
      const must = policy.enabled && requirementOf(policy, facts.person.roleCodes) !== 'optional';
      if (must && decide({ ...facts, policy }).action !== 'challenge') required += 1;
    }
  }
  if (total > 0 && required === total) return error('super_admins_must_set_up', { ready, total });
  if (ready === 0) return warning('super_admins_unready', { total });
  return total === 1 ? warning('super_admins_single') : ok('super_admins_ok', { ready, total });
};

const PAGE = 1000;

const storedAuthenticators = async ({ database, factors, authenticators }: DiagnosticsDeps): Promise<Verdict> => {
  const states = new Map<Usability, number>();
  let total = 0;
  let unchecked = 0;
  for (let last = 0; ;) {
    const owners: { user_id: unknown }[] = await database
      .table('authenticators')
      .distinct('user_id')
      .where('user_id', '>', last)
      .orderBy('user_id')
      .limit(PAGE);
    const rows = await authenticators.ofMany(owners.map((row) => Number(row.user_id)));
    for (const one of [...rows.values()].flat()) {
      const factor = factors.factor(one.type);
      const state = factor?.usability(one) ?? 'unavailable';
      if (factor && checksIntegrity(factor) && factor.integrity(one) === 'unchecked') unchecked += 1;
      states.set(state, (states.get(state) ?? 0) + 1);
      total += 1;
    }
    if (owners.length < PAGE) break;
    last = Number(owners[owners.length - 1]?.user_id);
  }
  const count = (state: Usability): number => states.get(state) ?? 0;
  const troubles = [
    ['stored_other_address', count('other_address')],
    ['stored_unreadable', count('unreadable')],
    ['stored_unavailable', count('unavailable')],
  ] as const;
  const parts = troubles.flatMap(([code, n]) => (n > 0 ? found(code, { count: n }) : []));
  if (parts.length > 0) return withParts(error('stored_unusable', { count: total - count('usable'), total }), parts);
  return unchecked > 0 ? warning('stored_unchecked', { total, unchecked }) : ok('stored_ok', { total });
};

const permissions = async ({ strapi }: DiagnosticsDeps): Promise<Verdict> => {
  const held: { action: string }[] = await strapi.db.query('admin::permission').findMany({
    select: ['action'],
    where: { action: { $in: Object.values(PERMISSIONS) }, role: { code: SUPER_ADMIN_CODE } },
  });
  const missing = Object.values(PERMISSIONS).filter((action) => !held.some((one) => one.action === action));
  return missing.length === 0 ? ok('permissions_ok') : error('permissions_missing', { actions: missing.join(', ') });
};

export const PEOPLE: readonly Examination[] = [
  { id: 'policy', look: policyUsable },
  { id: 'methods', look: methods },
  { id: 'first_factor', look: firstFactor },
  { id: 'super_admins', look: superAdmins },
  { id: 'stored_authenticators', look: storedAuthenticators },
  ...MODELS,
  { id: 'permissions', look: permissions },
];
