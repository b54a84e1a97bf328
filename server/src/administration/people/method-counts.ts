/**
 * Counts each person's authenticators inside the database by the same rules as `countsFor`: usable here, allowed by all
 * of their roles, and for security keys, accepted by the policy. A test proves that the two agree.
 */
import type { Knex } from 'knex';

import { AUTHENTICATOR_TYPES } from '../../../../shared/contracts/constants';
import type { AuthenticatorType } from '../../../../shared/contracts/types';
import type { Database, KeyRing, Ports } from '../../platform';
import { describesKeys, type Factors, logsInWithoutPassword, marksRows } from '../../factors';
import type { EffectivePolicy } from '../../policy';
import { isWeak } from './status';

export interface MethodCountDeps {
  database: Database;
  factors: Factors;
  keys: KeyRing;
  ports: Ports;
}

type Query = Knex.QueryBuilder;

export const USER = 'admin::user';
export const ROLE = 'admin::role';

/** `!` is the escape character of every LIKE in this folder, because a backslash differs between databases. */
export const likePiece = (text: string): string => text.replace(/[!%_]/g, (found) => `!${found}`);

/** A condition on a row of `mfa_authenticators`. */
interface Signs {
  sql: string;
  bindings: string[];
}

const NEVER: Signs = { sql: '1 = 0', bindings: [] };
const ALWAYS: Signs = { sql: '1 = 1', bindings: [] };

const joined = (signs: readonly Signs[], word: 'or' | 'and'): Signs => ({
  sql: `(${signs.map((one) => one.sql).join(` ${word} `)})`,
  bindings: signs.flatMap((one) => one.bindings),
});
const anyOf = (signs: readonly Signs[]): Signs => (signs.length === 0 ? NEVER : joined(signs, 'or'));
const allOf = (signs: readonly Signs[]): Signs => (signs.length === 0 ? ALWAYS : joined(signs, 'and'));
const not = ({ sql, bindings }: Signs): Signs => ({ sql: `not (${sql})`, bindings });

/** Whether the text of a row's data contains this piece. */
const has = (piece: string): Signs => ({ sql: "data like ? escape '!'", bindings: [`%${likePiece(piece)}%`] });
const is = (type: AuthenticatorType): Signs => ({ sql: 'type = ?', bindings: [type] });

/** A row can be read if it has no secret, or if this server has the key of its secret. */
const readable = (keys: KeyRing): Signs => {
  const known = keys.ids.map((id) => ({ sql: "secret like ? escape '!'", bindings: [`v1.${likePiece(id)}.%`] }));
  return anyOf([{ sql: 'secret is null', bindings: [] }, ...known]);
};

/** Whether the authenticator can be used on this server now. */
const usable = (type: AuthenticatorType, { factors, keys }: MethodCountDeps): Signs => {
  const factor = factors.factor(type);
  if (!factor?.availability().ok) return NEVER;
  const mark = marksRows(factor) ? factor.mark() : '';
  if (mark === null) return NEVER;
  return allOf([is(type), readable(keys), ...(mark === '' ? [] : [has(mark)])]);
};

/** Whether the policy accepts the key, by the same rules as `keyShortfall`. */
const taken = (
  type: AuthenticatorType,
  { authenticators: rules }: EffectivePolicy,
  { factors }: MethodCountDeps
): Signs => {
  const factor = factors.factor(type);
  if (!factor || !describesKeys(factor)) return ALWAYS;
  const { keyMarks: marks } = factor;
  const models = anyOf(rules.allowedAaguids.map((aaguid) => has(marks.model(aaguid))));
  return allOf([
    ...(rules.userVerification === 'required' ? [not(has(marks.neverVerified))] : []),
    ...(rules.attestation === 'required' ? [has(marks.attested), not(anyOf(marks.withdrawn().map(has)))] : []),
    ...(rules.deviceBound ? [not(has(marks.synced))] : []),
    ...(rules.allowedAaguids.length > 0 ? [models] : []),
  ]);
};

/** For each method, the codes of the roles that don't allow it. */
const narrowing = ({ roleMethods, allowedMethods }: EffectivePolicy): [AuthenticatorType, string[]][] =>
  allowedMethods.flatMap((type): [AuthenticatorType, string[]][] => {
    const codes = Object.keys(roleMethods).filter((code) => !roleMethods[code]?.includes(type));
    return codes.length > 0 ? [[type, codes]] : [];
  });

/** One row per person with a role that doesn't allow a method: `lacks_<method>`. */
const narrowed = (narrowings: readonly [AuthenticatorType, string[]][], { database }: MethodCountDeps): Query => {
  const links = database.relation(USER, 'roles');
  const named = [...new Set(narrowings.flatMap(([, codes]) => codes))];
  const roles = database.core(ROLE).select('id', 'code').whereIn('code', named).as('narrowing_roles');
  const query = links.rows().join(roles, 'narrowing_roles.id', links.other).select(`${links.own} as person`);
  for (const [type, codes] of narrowings) {
    const marks = codes.map(() => '?').join(', ');
    void query.select(
      database.knex.raw(`max(case when narrowing_roles.code in (${marks}) then 1 else 0 end) as lacks_${type}`, codes)
    );
  }
  return query.groupBy(links.own);
};

/** Whether the policy and all of the person's roles allow the method. */
const allowed = (type: AuthenticatorType, policy: EffectivePolicy): Signs => {
  if (!policy.allowedMethods.includes(type)) return NEVER;
  const isNarrowed = narrowing(policy).some(([one]) => one === type);
  return isNarrowed ? { sql: `coalesce(narrowed.lacks_${type}, 0) = 0`, bindings: [] } : ALWAYS;
};

const strengthOf = (deps: MethodCountDeps): Signs => {
  const arms = AUTHENTICATOR_TYPES.map((type) => [type, deps.factors.factor(type)?.traits.strength ?? 0] as const);
  return {
    sql: `max(case type ${arms.map(([, strength]) => `when ? then ${Math.trunc(strength)}`).join(' ')} else 0 end)`,
    bindings: arms.map(([type]) => type),
  };
};

/**
 * One row per person with an authenticator. Counts how many are `accepted`, how many of those are `strong`, `alone` (a
 * login by themselves), `uncounted` keys, and `withdrawn` keys. Includes the highest strength of all their methods.
 */
export const methodCounts = (policy: EffectivePolicy, deps: MethodCountDeps): Query => {
  const { database, factors } = deps;
  const { knex } = database;
  const counts = (type: AuthenticatorType): Signs => allOf([allowed(type, policy), taken(type, policy, deps)]);
  const isStrong = (type: AuthenticatorType): boolean => {
    const factor = factors.factor(type);
    return factor !== null && !isWeak(factor.traits);
  };
  const accepted = (types: readonly AuthenticatorType[]): Signs =>
    anyOf(types.map((type) => allOf([usable(type, deps), counts(type)])));
  const keyed = factors.factors().filter(describesKeys);
  const uncounted = anyOf(
    keyed.map(({ method, keyMarks }) => allOf([is(method), has(keyMarks.readable), not(counts(method))]))
  );
  const withdrawn = anyOf(
    keyed.map(({ method, keyMarks }) => allOf([is(method), anyOf(keyMarks.withdrawn().map(has))]))
  );
  const alone = anyOf(
    keyed
      .filter((factor) => logsInWithoutPassword(factor))
      .map(({ method, keyMarks }) => allOf([usable(method, deps), counts(method), not(has(keyMarks.hidden))]))
  );
  const total = (name: string, { sql, bindings }: Signs): Knex.Raw =>
    knex.raw(`sum(case when ${sql} then 1 else 0 end) as ${name}`, bindings);
  const strongest = strengthOf(deps);
  const narrowings = narrowing(policy);
  const query = knex
    .queryBuilder()
    .from(database.table('authenticators').select('user_id', 'type', 'secret', 'data').as('rows_held'));
  if (narrowings.length > 0)
    void query.leftJoin(narrowed(narrowings, deps).as('narrowed'), 'narrowed.person', 'rows_held.user_id');
  return query
    .select(
      'user_id',
      total('accepted', accepted(policy.allowedMethods)),
      total('strong', accepted(policy.allowedMethods.filter(isStrong))),
      total('alone', alone),
      total('uncounted', uncounted),
      total('withdrawn', withdrawn),
      knex.raw(`${strongest.sql} as strength`, strongest.bindings)
    )
    .groupBy('user_id');
};
