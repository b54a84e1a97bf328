import type { PersonDetail } from '../../../shared/contracts/types';
import { MfaError } from '../platform';
import type { Container } from '../container';
import type { Asked } from './arguments';
import { done, pairs, type Outcome } from './outcome';

export const CLI = { kind: 'cli' } as const;
const DEFAULT_REASON = 'on the command line';

/** @throws MfaError MFA_NOT_FOUND */
const personOf = async ({ strapi }: Container, who: string): Promise<number> => {
  const where = /^\d{1,9}$/.test(who) ? { id: Number(who) } : { email: who.trim().toLowerCase() };
  const user: { id: unknown } | null = await strapi.db.query('admin::user').findOne({ select: ['id'], where });
  if (!user) throw new MfaError('MFA_NOT_FOUND', {}, { message: `No person found for ${JSON.stringify(who)}.` });
  return Number(user.id);
};

const describe = (person: PersonDetail): string[] => [
  ...pairs([
    ['person', `${person.name} <${person.email}>, id ${person.id}${person.isActive ? '' : ', inactive'}`],
    ['roles', person.roles.map((role) => role.name)],
    ['status', person.status],
    ['requirement', person.requirement],
    ['recovery codes left', `${person.recoveryCodes.remaining} of ${person.recoveryCodes.total}`],
    ['trusted browsers', person.trustedBrowsers],
    ['last confirmed', person.lastVerifiedAt],
    ['locked until', person.status === 'locked' ? (person.lockedUntil ?? 'someone unlocks them') : null],
    ['can set up MFA until', person.mustEnrollUntil],
    ['grace period ends', person.graceEndsAt],
    ['pass expires', person.pass?.expiresAt],
    ['exempt until', person.exemption ? `${person.exemption.until} (${person.exemption.reason})` : null],
  ]),
  ...(person.authenticators.length > 0 ? ['', 'authenticators'] : []),
  ...person.authenticators.map((one) => {
    const state = one.usable ? '' : `, unusable: ${one.unusableReason ?? 'unknown'}`;
    return `  ${one.id}  ${one.type.padEnd(8)}  ${one.name}, last used: ${one.lastUsedAt ?? 'never'}${state}`;
  }),
];

const overview = async (container: Container): Promise<Outcome> => {
  const summary = await container.people.summary();
  const policy = await container.policies.current();
  const { trail } = { trail: (await container.audit.list({}, { limit: 1 })).events[0] };
  const data = {
    policy: { enabled: policy.enabled, requirement: policy.requirement, roles: policy.roles },
    encryptionKey: container.keys.activeId,
    people: summary,
    events: trail?.seq ?? 0,
  };
  const lines = pairs([
    ['policy', policy.enabled ? policy.requirement : 'off'],
    ['roles', Object.entries(policy.roles).map(([code, level]) => `${code}: ${level}`)],
    ['encryption key', container.keys.activeId ?? 'none: authenticator apps, email, and text messages can’t be used'],
    ['people', summary.total],
    ...Object.entries(summary.byStatus).map(([status, count]) => [`  ${status}`, count] as const),
    ['admin tokens', summary.adminTokens.length],
    ['events recorded', data.events],
  ]);
  return done(lines, data);
};

export const status = async (container: Container, { operands: [who] }: Asked): Promise<Outcome> => {
  if (who === undefined) return overview(container);
  const person = await container.people.detail(await personOf(container, who), null);
  return done(describe(person), person);
};

export const reset = async (
  container: Container,
  { operands: [who = ''], reason, authenticators }: Asked
): Promise<Outcome> => {
  const id = await personOf(container, who);
  const request = { reason: reason ?? DEFAULT_REASON, ...(authenticators ? { authenticatorIds: authenticators } : {}) };
  const { removed, remaining } = await container.people.reset(CLI, id, request);
  const next = remaining === 0 ? 'They set up MFA again at their next login.' : `${remaining} left.`;
  return done([`${who}: ${removed} removed, sessions ended. ${next}`], { id, removed, remaining });
};

export const unlock = async (container: Container, { operands: [who = ''], reason }: Asked): Promise<Outcome> => {
  const id = await personOf(container, who);
  await container.people.unlock(CLI, id, { reason: reason ?? DEFAULT_REASON });
  return done([`${who}: unlocked.`], { id });
};

const DEFAULT_PASS_HOURS = 24;

export const pass = async (container: Container, { operands: [who = ''], reason, hours }: Asked): Promise<Outcome> => {
  const id = await personOf(container, who);
  const request = { reason: reason ?? DEFAULT_REASON, hours: hours ?? DEFAULT_PASS_HOURS };
  const given = await container.people.givePass(CLI, id, request);
  const lines = pairs([
    ['pass', given.pass],
    ['for', who],
    ['works until', given.expiresAt],
  ]);
  return done([...lines, '', 'You won’t see the pass again. Hand it over in person or by phone.'], { id, ...given });
};
