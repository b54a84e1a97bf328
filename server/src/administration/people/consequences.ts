/** What a change of an account causes: what ends, what is remembered, who is told, and what is recorded. */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { type Account, addressAfter, formerAddresses, type Trx } from '../../platform';
import type { AuditEvent, Person } from '../../audit';
import type { TakeoverStep } from '../../notices';
import type { Passes } from '../../self-service';
import type { AccountChange } from './account-changes';
import { endEverything, type EndingDeps } from './end-everything';
import { raiseTakeoverAlarm, type TakeoverAlarmDeps } from './takeover-alarm';

export type ConsequenceDeps = EndingDeps & TakeoverAlarmDeps & { passes: Passes };

type Actor = NonNullable<AuditEvent['actor']>;

const SYSTEM: Actor = { kind: 'system' };

/** Strategies whose user isn't an administrator but a user of the site. */
const OF_THE_SITE = ['users-permissions', 'api-token', 'content-api-token'];

/** The administrator whose request causes the change. */
export const requester = (strapi: Core.Strapi): Person | null => {
  const state: unknown = strapi.requestContext.get()?.state;
  const { user, auth } = (state ?? {}) as { user?: unknown; auth?: { strategy?: { name?: string } } };
  if (OF_THE_SITE.includes(auth?.strategy?.name ?? '')) return null;
  if (typeof user !== 'object' || user === null || !('id' in user) || !('email' in user)) return null;
  return { id: Number(user.id), email: String(user.email) };
};

const isPerson = (actor: Actor): actor is Person => 'id' in actor;

/** A link proves access to the mailbox. Someone who changed the address recently chose that mailbox. */
const whoReadsTheMailbox = (account: Account | null, target: Person, now: number): Person =>
  [...formerAddresses(account, now)].reverse().find(({ by }) => by !== null && by.id !== target.id)?.by ?? target;

const stepsOf = (change: AccountChange): TakeoverStep[] => [
  ...(change.formerEmail === null ? [] : ['address' as const]),
  ...(change.password === null ? [] : ['password' as const]),
  ...(change.activity === null ? [] : ['deactivation' as const]),
];

/** The session that changes its own password stays. Every other session of the person ends. */
const ownFamily = async (
  { strapi, sessions }: ConsequenceDeps,
  userId: number,
  trx: Trx
): Promise<string | undefined> => {
  const ctx = strapi.requestContext.get() as Context | undefined;
  if (!ctx || Number(ctx.state.user?.id) !== userId) return undefined;
  const sessionId = sessions.idOf(ctx);
  if (!sessionId) return undefined;
  return (await sessions.families.open(sessionId, userId, trx)).familyId;
};

const endWhatEnds = async (deps: ConsequenceDeps, change: AccountChange, trx: Trx): Promise<number> => {
  const { id } = change;
  if (change.inactive) await endEverything(deps, id, trx);
  else if (change.password !== null) await endEverything(deps, id, trx, await ownFamily(deps, id, trx));
  // The trust was given when the person had fewer permissions.
  else if (change.rolesGained.length > 0) return deps.trust.revoke(id, null, trx);
  return 0;
};

const remember = async (
  deps: ConsequenceDeps,
  change: AccountChange,
  account: Account | null,
  by: Person | null,
  trx: Trx
): Promise<void> => {
  // A password that wasn't set through a link says nothing about the mailbox.
  const mailbox = change.password === 'set' && account?.mailboxSpentAt ? { mailboxSpentAt: null } : {};
  const replaced = change.formerEmail;
  const address =
    replaced === null ? {} : addressAfter(account, { email: replaced, replacedAt: deps.ports.clock.now(), by });
  await deps.accounts.change(change.id, { ...mailbox, ...address }, trx);
};

/**
 * Why a pass ends with this change. Null if it stays, as after the person's own link or a change in their own profile.
 */
const endsPassBecause = (change: AccountChange, setter: Actor): 'deactivated' | 'password_set' | null => {
  if (change.inactive) return 'deactivated';
  const foreign = !isPerson(setter) || setter.id !== change.id;
  return change.password !== null && foreign ? 'password_set' : null;
};

interface Ended {
  trust: number;
  /** Null if there was no pass, or if it stayed. */
  pass: ReturnType<typeof endsPassBecause>;
}

const eventsOf = (change: AccountChange, setter: Actor, actor: Actor, ended: Ended): AuditEvent[] => {
  const target = { id: change.id, email: change.email };
  const event = (type: AuditEvent['type'], who: Actor, more: Partial<AuditEvent> = {}): AuditEvent => ({
    type,
    outcome: 'success',
    target,
    actor: who,
    ...more,
  });
  const events: AuditEvent[] = [];
  if (change.formerEmail !== null) {
    events.push(event('user.email_changed', actor, { details: { from: change.formerEmail, to: change.email } }));
  }
  if (change.password !== null) {
    const foreign = change.password === 'by_link' && isPerson(setter) && setter.id !== change.id;
    const details = { byLink: change.password === 'by_link' };
    events.push(
      event('user.password_changed', setter, { details, ...(foreign ? { reason: 'link_after_address_change' } : {}) })
    );
  }
  if (ended.pass !== null) events.push(event('user.pass_ended', actor, { reason: ended.pass }));
  if (change.activity !== null) events.push(event(`user.${change.activity}`, actor));
  if (change.rolesGained.length + change.rolesLost.length > 0) {
    const details = { gained: change.rolesGained, lost: change.rolesLost, trustedBrowsersEnded: ended.trust };
    events.push(event('user.roles_changed', actor, { details }));
  }
  return events;
};

/** Call this in a transaction after Strapi wrote its part. */
export const drawConsequences = async (deps: ConsequenceDeps, change: AccountChange, trx: Trx): Promise<void> => {
  const { accounts, audit, notices, ports, strapi } = deps;
  const { id, email, formerEmail } = change;
  const target = { id, email };
  // Locks, so that this and a reset of the same person run one after the other and see each other. This has to be the
  // first read: on MySQL, the first plain read takes the snapshot that all later ones see.
  await accounts.lock(id, trx);
  const trust = await endWhatEnds(deps, change, trx);
  const account = await accounts.find(id, trx);
  const asked = requester(strapi);
  const actor = asked ?? SYSTEM;
  const setter = change.password === 'by_link' ? whoReadsTheMailbox(account, target, ports.clock.now()) : actor;
  await remember(deps, change, account, asked, trx);
  const because = endsPassBecause(change, setter);
  const pass = because !== null && (await deps.passes.end(id, trx)) ? because : null;

  if (formerEmail !== null) {
    const by = asked?.email ?? 'system';
    await notices.tell('email_changed', id, { by, from: formerEmail, to: email }, trx);
  }
  const holder = change.password === 'by_link' ? setter : asked;
  if (holder && isPerson(holder)) await raiseTakeoverAlarm(deps, stepsOf(change), holder, target, trx);
  for (const event of eventsOf(change, setter, actor, { trust, pass })) await audit.append(event, trx);
};
