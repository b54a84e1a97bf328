/** Who may act on whom. */
import type { Core } from '@strapi/strapi';

import type { AuditEvent, AuditTrail, Person } from '../../audit';
import { MfaError } from '../../platform';
import type { AdminUser, Verdicts } from '../../policy';
import { SUPER_ADMIN_CODE, type Ranks } from './ranks';

/** An administrator over HTTP, the command line, or the host's own code. */
export type Actor = Person | { kind: 'cli' | 'system' };

export interface ActorDeps {
  strapi: Core.Strapi;
  audit: AuditTrail;
  ranks: Ranks;
  verdicts: Verdicts;
}

export const isPerson = (actor: Actor): actor is Person => 'id' in actor;

/** How emails name an actor. */
export const namedIn = (actor: Actor): string => {
  if (isPerson(actor)) return actor.email;
  return actor.kind === 'cli' ? 'command line' : 'system';
};

export const targetOf = ({ id, email }: AdminUser): NonNullable<AuditEvent['target']> => ({ id, email });

/**
 * Returns the person if the actor may act on them. The command line and the host's own code may act on everybody.
 * @throws MfaError MFA_NOT_FOUND, MFA_NOT_ON_YOURSELF, MFA_TARGET_ABOVE_YOU (recorded)
 */
export const reach = async (deps: ActorDeps, actor: Actor, userId: number, what: string): Promise<AdminUser> => {
  const user = await deps.verdicts.user(userId);
  if (!user) throw new MfaError('MFA_NOT_FOUND');
  if (!isPerson(actor)) return user;
  if (actor.id === userId) throw new MfaError('MFA_NOT_ON_YOURSELF');
  if (!(await deps.ranks.isAbove(actor.id, userId))) return user;
  await deps.audit.append({
    type: 'access.denied',
    outcome: 'failure',
    actor,
    target: targetOf(user),
    reason: `${what}_of_somebody_above`,
  });
  throw new MfaError('MFA_TARGET_ABOVE_YOU');
};

export const activeSuperAdmins = async (strapi: Core.Strapi): Promise<number[]> => {
  const rows: { id: unknown }[] = await strapi.db
    .query('admin::user')
    .findMany({ select: ['id'], where: { isActive: true, roles: { code: SUPER_ADMIN_CODE } } });
  return rows.map(({ id }) => Number(id));
};
