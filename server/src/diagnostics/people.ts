/** The policy, the people and what they have enrolled. */
import { PERMISSIONS } from '../../../shared/contracts/constants';
import { checksIntegrity, standingsOf, type Usability } from '../factors';
import { SUPER_ADMIN_CODE } from '../people';
import { decide, requirementOf, UnreadablePolicyError, type EffectivePolicy } from '../policy';
import { error, ok, warning, type DiagnosticsDeps, type Examination, type Finding } from './check';

const policyUsable = async ({ policies, factors }: DiagnosticsDeps): Promise<Finding> => {
  const read = await policies.current().catch((cause: unknown) => cause);
  if (read instanceof UnreadablePolicyError)
    return error(`${read.message}: every request is refused until it is repaired.`);
  if (read instanceof Error) throw read;
  const policy = read as EffectivePolicy;
  if (!policy.enabled) return warning('The policy is switched off: nobody can be asked, whatever it says.');
  const usable = standingsOf(factors).filter(
    ({ type, unavailable }) => unavailable === null && policy.allowedMethods.includes(type)
  );
  if (usable.length === 0)
    return error('None of the allowed methods can be used on this server: nobody can set one up.');
  return ok(`${usable.length} of ${policy.allowedMethods.length} allowed methods can be used on this server.`);
};

const methods = async ({ policies, factors }: DiagnosticsDeps): Promise<Finding> => {
  const { allowedMethods } = await policies.current();
  const broken = standingsOf(factors).filter(
    ({ type, unavailable }) => unavailable !== null && allowedMethods.includes(type)
  );
  if (broken.length === 0) return ok('Every allowed method can be used on this server.');
  return error(broken.map(({ type, unavailable }) => `${type}: ${unavailable}`).join(' '));
};

const superAdmins = async ({ policies, census }: DiagnosticsDeps): Promise<Finding> => {
  const policy = await policies.current();
  let [total, ready, required] = [0, 0, 0];
  for await (const page of census.everyone()) {
    for (const { facts } of page) {
      if (!facts.person.roleCodes.includes(SUPER_ADMIN_CODE)) continue;
      total += 1;
      if (facts.authenticators.some((one) => one.usable && policy.allowedMethods.includes(one.type))) ready += 1;
      const must = policy.enabled && requirementOf(policy, facts.person.roleCodes) !== 'optional';
      if (must && decide({ ...facts, policy }).action !== 'challenge') required += 1;
    }
  }
  const counted = `${ready} of ${total} super admins can confirm a sign-in with an allowed method.`;
  if (total > 0 && required === total) return error(`${counted} The policy requires it of them: set one up now.`);
  if (ready === 0) return warning(`${counted} Nobody could help the others.`);
  if (total === 1)
    return warning(`${counted} With a single super admin, nobody could reset theirs but the command line.`);
  return ok(counted);
};

const PAGE = 1000;

const storedAuthenticators = async ({ database, factors, authenticators }: DiagnosticsDeps): Promise<Finding> => {
  const found = new Map<Usability, number>();
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
      found.set(state, (found.get(state) ?? 0) + 1);
      total += 1;
    }
    if (owners.length < PAGE) break;
    last = Number(owners[owners.length - 1]?.user_id);
  }
  const count = (state: Usability): number => found.get(state) ?? 0;
  const troubles = [
    [count('other_address'), 'were registered at another address of this server and work there only'],
    [count('unreadable'), 'can’t be decrypted: the encryption key they were made with is missing'],
    [count('unavailable'), 'belong to a method that this server can’t offer at the moment'],
  ] as const;
  const said = troubles.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  if (said.length === 0 && unchecked > 0)
    return warning(
      `All ${total} enrolled authenticators can be used. ${unchecked} can’t be checked for changes made in the database: ` +
        'the encryption key they were bound with is missing. Put it back, or rotate the key to bind them again.'
    );
  if (said.length === 0) return ok(`All ${total} enrolled authenticators can be used.`);
  return error(`Of ${total} enrolled authenticators, ${said.join('; ')}.`);
};

const permissions = async ({ strapi }: DiagnosticsDeps): Promise<Finding> => {
  const held: { action: string }[] = await strapi.db.query('admin::permission').findMany({
    select: ['action'],
    where: { action: { $in: Object.values(PERMISSIONS) }, role: { code: SUPER_ADMIN_CODE } },
  });
  const missing = Object.values(PERMISSIONS).filter((action) => !held.some((one) => one.action === action));
  if (missing.length === 0)
    return ok('Super admins hold every permission of this plugin. One’s own methods need none.');
  return error(`Super admins lack ${missing.join(', ')}. Restart the server to grant them.`);
};

export const PEOPLE: readonly Examination[] = [
  { id: 'policy', look: policyUsable },
  { id: 'methods', look: methods },
  { id: 'super_admins', look: superAdmins },
  { id: 'stored_authenticators', look: storedAuthenticators },
  { id: 'permissions', look: permissions },
];
