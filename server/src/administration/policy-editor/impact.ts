/** Counts the effect of a policy, one person at a time, with the same `decide` that will apply it. Pure. */
import type { PolicyPreview } from '../../../../shared/contracts/types';
import { SUPER_ADMIN_CODE } from '../people';
import { decide, type EffectivePolicy, type PolicyFacts, type Verdict } from '../../policy';

/** One administrator at login, as the census reads them. */
export interface Candidate {
  id: number;
  email: string;
  name: string;
  facts: Omit<PolicyFacts, 'policy'>;
}

type Listed = PolicyPreview['affected'][number];

/** People who could log in without setting up a method, under the current policy and under the proposed one. */
export interface Safety {
  now: number;
  then: number;
}

export interface Tally {
  users: PolicyPreview['users'];
  /** Up to 50 of the people who would have to set up MFA. */
  affected: Listed[];
  everyone: Safety;
  superAdmins: Safety & { listed: Listed[] };
  /** The author's exposure. 0 is safe. Null until the author was counted. */
  author: { person: Listed; now: number; then: number; inGrace: boolean } | null;
  /** People with methods, none of which the policy would accept. */
  stranded: number;
  /** None of their methods work, and they can't set one up. */
  shutOut: number;
}

const LISTED = 50;

/** How much a verdict locks a person out. With *always required*, a grace period doesn't count as access. */
const exposureOf = (verdict: Verdict): number => {
  if (verdict.action === 'refuse') return 3;
  if (verdict.action === 'enroll') return 2;
  if (verdict.action === 'challenge') return verdict.thenEnroll && verdict.requirement !== 'optional' ? 2 : 0;
  return verdict.because === 'grace_period' && verdict.requirement === 'always_required' ? 1 : 0;
};

const groupOf = (verdict: Verdict): 'satisfied' | 'mustEnroll' | 'inGrace' | 'exempt' => {
  if (verdict.action === 'challenge') return verdict.thenEnroll ? 'mustEnroll' : 'satisfied';
  if (verdict.action !== 'allow') return 'mustEnroll';
  if (verdict.because === 'person_exempt') return 'exempt';
  return verdict.because === 'grace_period' ? 'inGrace' : 'satisfied';
};

const newTally = (): Tally => ({
  users: { total: 0, satisfied: 0, mustEnroll: 0, inGrace: 0, exempt: 0 },
  affected: [],
  everyone: { now: 0, then: 0 },
  superAdmins: { now: 0, then: 0, listed: [] },
  author: null,
  stranded: 0,
  shutOut: 0,
});

const list = (people: Listed[], person: Listed): void => {
  if (people.length < LISTED) people.push(person);
};

const weigh = (safety: Safety, before: number, after: number): void => {
  if (before === 0) safety.now += 1;
  if (after === 0) safety.then += 1;
};

/**
 * Counts people one by one, so ten thousand need no more memory than one page.
 * @param now the current policy
 * @param then the proposed policy, with the stamps it would get
 * @param authorId who would save it; their facts say how their current login began
 */
export const createCount = (now: EffectivePolicy, then: EffectivePolicy, authorId: number) => {
  const tally = newTally();

  const add = ({ facts, ...person }: Candidate): void => {
    const listed: Listed = { id: person.id, email: person.email, name: person.name };
    const verdict = decide({ ...facts, policy: then });
    const group = groupOf(verdict);
    const [before, after] = [exposureOf(decide({ ...facts, policy: now })), exposureOf(verdict)];

    tally.users.total += 1;
    tally.users[group] += 1;
    if (group === 'mustEnroll') list(tally.affected, listed);
    if (verdict.action === 'challenge' && verdict.thenEnroll) tally.stranded += 1;
    if (verdict.action === 'refuse') tally.shutOut += 1;
    weigh(tally.everyone, before, after);
    if (person.id === authorId) {
      tally.author = { person: listed, now: before, then: after, inGrace: group === 'inGrace' };
    }
    if (!facts.person.roleCodes.includes(SUPER_ADMIN_CODE)) return;
    list(tally.superAdmins.listed, listed);
    weigh(tally.superAdmins, before, after);
  };

  return { tally, add };
};
