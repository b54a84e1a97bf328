/** Counts what changes for people from the saved policy to the proposed one, with the `decide` that will apply it. Pure. */
import type { PolicyDifference, PolicyStanding } from '../../../../shared/contracts/types';
import { graceStage } from '../../notices';
import { toIso } from '../../platform';
import { deadlineOf, decide, startOf, underPlan, type EffectivePolicy, type PolicyFacts } from '../../policy';
import { SUPER_ADMIN_CODE } from '../people';
import type { Candidate } from './impact';

type Group = Exclude<keyof PolicyStanding, 'total'>;
type Facts = Candidate['facts'];

/** Whether the plan leaves its author, or every Super Admin, without a method. Null without a plan that begins. */
export interface PlanRisks {
  author: boolean;
  superAdmins: boolean;
}

const LISTED = 50;
const OWES: readonly Group[] = ['deadline', 'mustSetUp'];

const groupOf = (facts: PolicyFacts): Group => {
  const verdict = decide(facts);
  if (verdict.action === 'challenge') return verdict.thenEnroll ? 'mustSetUp' : 'protected';
  if (verdict.action !== 'allow') return 'mustSetUp';
  if (verdict.because === 'person_exempt') return 'exempt';
  if (verdict.because === 'grace_period') return 'deadline';
  return facts.authenticators.length > 0 ? 'protected' : 'leftToThem';
};

const nobody = (): PolicyStanding => ({
  total: 0,
  protected: 0,
  leftToThem: 0,
  deadline: 0,
  mustSetUp: 0,
  exempt: 0,
});

/** A person's group once a plan is in force. Without a plan, now. */
const inTheEnd = (facts: Facts, policy: EffectivePolicy): Group => {
  const at = Math.max(startOf(policy.planned) ?? facts.now, facts.now);
  return groupOf({ ...facts, now: at, policy: underPlan(policy, at) });
};

/**
 * @param now the saved policy
 * @param then the proposed policy, with the stamps it would get
 * @param mails whether saving tells Super Admins
 */
export const createDifference = (
  now: EffectivePolicy,
  then: EffectivePolicy,
  { authorId, tellsSuperAdmins }: { authorId: number; tellsSuperAdmins: boolean }
) => {
  const reportOnly = then.planned !== null && startOf(then.planned) === null;
  const [present, before, after] = [nobody(), nobody(), nobody()];
  const deadlines = new Map<number, number>();
  const risks: PlanRisks = { author: false, superAdmins: true };
  const found: PolicyDifference = {
    startsAt: toIso(startOf(then.planned)),
    reportOnly,
    present,
    before,
    after,
    newly: { people: 0, superAdmins: 0, deadlines: [] },
    moved: 0,
    released: 0,
    mails: { people: 0, superAdmins: 0 },
    who: [],
  };

  const count = (standing: PolicyStanding, group: Group): void => {
    standing.total += 1;
    standing[group] += 1;
  };

  const countMail = (facts: Facts, was: number | null, is: number | null): void => {
    if (is !== null && is !== was && then.notices[graceStage(is, facts.now)] !== false) found.mails.people += 1;
  };

  const add = ({ facts, id, email, name }: Candidate): void => {
    const superAdmin = facts.person.roleCodes.includes(SUPER_ADMIN_CODE);
    const here = groupOf({ ...facts, policy: now });
    const was = reportOnly || startOf(now.planned) === null ? here : inTheEnd(facts, now);
    const is = inTheEnd(facts, then);
    const [dateBefore, dateAfter] = [deadlineOf(facts, now), deadlineOf(facts, then)];
    count(present, here);
    count(before, was);
    count(after, is);
    countMail(facts, dateBefore, dateAfter);
    if (superAdmin && tellsSuperAdmins) found.mails.superAdmins += 1;
    if (id === authorId && OWES.includes(is)) risks.author = true;
    if (superAdmin && is === 'protected') risks.superAdmins = false;
    if (OWES.includes(was) && !OWES.includes(is)) found.released += 1;
    if (OWES.includes(was) && OWES.includes(is) && dateAfter !== dateBefore) found.moved += 1;
    if (OWES.includes(was) || !OWES.includes(is)) return;
    found.newly.people += 1;
    if (superAdmin) found.newly.superAdmins += 1;
    if (dateAfter !== null) deadlines.set(dateAfter, (deadlines.get(dateAfter) ?? 0) + 1);
    if (found.who.length < LISTED) found.who.push({ id, email, name, superAdmin, deadline: toIso(dateAfter) });
  };

  const result = (): PolicyDifference => {
    const dates = [...deadlines].sort(([one], [other]) => one - other);
    const listed = dates.map(([date, people]) => ({ date: new Date(date).toISOString(), people }));
    return { ...found, newly: { ...found.newly, deadlines: listed } };
  };

  return { add, result, risks: (): PlanRisks | null => (startOf(then.planned) === null ? null : risks) };
};
