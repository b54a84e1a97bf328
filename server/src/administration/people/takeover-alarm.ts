/** Whoever takes a second step away, or lets somebody off it, and sets the password can log in as that person: others are told. */
import type { Core } from '@strapi/strapi';

import type { AuditTrail, Person } from '../../audit';
import type { Notices } from '../../notices';
import type { Ports, Trx } from '../../platform';
import { activeSuperAdmins } from './actors';

const WITHIN_MS = 24 * 3_600_000;

const OTHERS = {
  second_step: ['user.reset', 'user.exempted'],
  password: ['user.password_changed'],
} as const;

export interface TakeoverAlarmDeps {
  strapi: Core.Strapi;
  audit: AuditTrail;
  notices: Notices;
  ports: Ports;
}

/**
 * To be called by either of the two changes, in its transaction and before its own row is appended: tells every super
 * admin when the other one was done by the same administrator within 24 hours.
 */
export const raiseTakeoverAlarm = async (
  { strapi, audit, notices, ports }: TakeoverAlarmDeps,
  other: 'second_step' | 'password',
  actor: Person,
  target: Person,
  trx: Trx
): Promise<void> => {
  if (actor.id === target.id) return;
  const since = ports.clock.now() - WITHIN_MS;
  const done: boolean[] = [];
  for (const type of OTHERS[other])
    done.push(await audit.happened({ type, actorId: actor.id, targetId: target.id, since }, trx));
  if (!done.includes(true)) return;
  for (const id of await activeSuperAdmins(strapi)) {
    await notices.tell('reset_with_password', id, { by: actor.email, person: target.email }, trx);
  }
};
