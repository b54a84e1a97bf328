/**
 * Detects steps that together take over an account: changing its address, password, MFA, or pass, or deactivating and
 * reactivating it. Whoever does several of them can log in as that person, so Super Admins are told, whatever the
 * order.
 */
import type { Core } from '@strapi/strapi';

import type { AuditTrail, Person } from '../../audit';
import type { Notices, TakeoverStep } from '../../notices';
import { type Accounts, ADDRESS_REMEMBERED_MS, formerAddresses, type Ports, type Trx } from '../../platform';
import { activeSuperAdmins } from './actors';
import { SUPER_ADMIN_CODE } from './ranks';

/**
 * The steps, and the events that stand for each. To add a step, list it here, and call `raiseTakeoverAlarm` before its
 * event is appended.
 */
export const TAKEOVER_EVENTS = {
  address: ['user.email_changed'],
  password: ['user.password_changed'],
  second_step: ['user.reset', 'user.exempted'],
  pass: ['user.pass_given'],
  deactivation: ['user.deactivated', 'user.reactivated'],
} as const satisfies Record<TakeoverStep, readonly string[]>;

const STEPS = Object.keys(TAKEOVER_EVENTS) as TakeoverStep[];

export interface TakeoverAlarmDeps {
  strapi: Core.Strapi;
  accounts: Accounts;
  audit: AuditTrail;
  notices: Notices;
  ports: Ports;
}

/** The address that others know: the previous one, if it was replaced recently. */
const knownAs = async ({ accounts, ports }: TakeoverAlarmDeps, target: Person, trx: Trx): Promise<string> => {
  const [oldest] = formerAddresses(await accounts.find(target.id, trx), ports.clock.now());
  return oldest && oldest.email !== target.email ? `${oldest.email} → ${target.email}` : target.email;
};

/**
 * All Super Admins, including those whom this administrator deactivated or removed from the role. Someone who wants to
 * go unnoticed would start with them.
 */
const listeners = async (
  { strapi, audit }: TakeoverAlarmDeps,
  who: { actorId: number; since: number },
  trx: Trx
): Promise<Set<number>> => {
  const silenced: number[] = [];
  for (const { targetId } of await audit.targetsOf(who, ['user.deactivated'], trx)) {
    const where = { id: targetId, roles: { code: SUPER_ADMIN_CODE } };
    if ((await strapi.db.query('admin::user').count({ where })) > 0) silenced.push(targetId);
  }
  for (const { targetId, details } of await audit.targetsOf(who, ['user.roles_changed'], trx)) {
    if (Array.isArray(details.lost) && details.lost.includes(SUPER_ADMIN_CODE)) silenced.push(targetId);
  }
  return new Set([...(await activeSuperAdmins(strapi)), ...silenced]);
};

/**
 * Call this in the transaction of the change, with the account locked, and before its own events are appended. Tells
 * every Super Admin if the same administrator took a step of another kind for the same person within 72 hours, or takes
 * several at once.
 */
export const raiseTakeoverAlarm = async (
  deps: TakeoverAlarmDeps,
  now: readonly TakeoverStep[],
  actor: Person,
  target: Person,
  trx: Trx
): Promise<void> => {
  if (now.length === 0 || actor.id === target.id) return;
  const who = { actorId: actor.id, since: deps.ports.clock.now() - ADDRESS_REMEMBERED_MS };
  const every = Object.values(TAKEOVER_EVENTS).flat();
  const before = await deps.audit.doneBy({ ...who, targetId: target.id }, every, trx);
  const steps = STEPS.filter(
    (step) => now.includes(step) || TAKEOVER_EVENTS[step].some((type: string) => before.has(type))
  );
  if (steps.length < 2) return;
  const facts = { by: actor.email, person: await knownAs(deps, target, trx), steps: steps.join(',') };
  for (const id of await listeners(deps, who, trx)) {
    await deps.notices.tell('reset_with_password', id, facts, trx);
  }
};
