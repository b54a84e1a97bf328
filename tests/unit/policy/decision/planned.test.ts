import fc from 'fast-check';

import { REQUIREMENTS } from '../../../../shared/contracts';
import { loosenedSources, loweredSources } from '../../../../server/src/administration/policy-editor/loosening';
import { DEFAULT_FIELDS, effective, NOTHING_STORED } from '../../../../server/src/policy/decision/document';
import { planName, underPlan } from '../../../../server/src/policy/decision/planned';

const START = 10_000;
const at = (ms: number): string => new Date(ms).toISOString();

const levels = fc.record({
  requirement: fc.constantFrom(...REQUIREMENTS),
  roles: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(...REQUIREMENTS)),
});

const fields = fc
  .record({
    enabled: fc.boolean(),
    present: levels,
    planned: fc.option(
      fc.record({ levels, startsAt: fc.option(fc.integer({ min: START, max: START + 3 }), { nil: null }) }),
      { nil: null }
    ),
  })
  .map(({ enabled, present, planned }) => ({
    ...DEFAULT_FIELDS,
    ...present,
    enabled,
    planned: planned && { ...planned.levels, startsAt: planned.startsAt === null ? null : at(planned.startsAt) },
  }));

const stored = (of: Partial<typeof DEFAULT_FIELDS>, changedAt = 5) => ({ ...NOTHING_STORED, fields: of, changedAt });
const PLAN = { requirement: 'always_required', roles: { a: 'always_required' }, startsAt: at(START) } as const;

describe('a planned requirement', () => {
  it('is the requirement from its date on, and not a millisecond earlier [C62]', () => {
    const row = stored({ planned: PLAN });
    expect(effective(row, {}, START - 1)).toMatchObject({ requirement: 'optional', planned: PLAN, since: {} });
    expect(effective(row, {}, START)).toMatchObject({
      requirement: 'always_required',
      roles: { a: 'always_required' },
      planned: null,
      since: { default: START, a: START },
      changedAt: START,
    });
  });

  it('never begins without a date [C62]', () => {
    const planned = { ...PLAN, startsAt: null };
    expect(effective(stored({ planned }), {}, Number.MAX_SAFE_INTEGER)).toMatchObject({
      requirement: 'optional',
      planned,
    });
  });

  it('does not overrule what the configuration fixes, and fixes it when it is the configuration’s [C62] [B4]', () => {
    expect(effective(stored({ planned: PLAN }), { requirement: 'optional' }, START)).toMatchObject({
      requirement: 'optional',
      roles: PLAN.roles,
      lockedByConfig: ['requirement'],
    });
    const fixed = effective(stored({}), { planned: PLAN, requirement: 'optional' }, START);
    expect(fixed).toMatchObject({ requirement: 'always_required', planned: null, changedAt: 5 });
    expect([...fixed.lockedByConfig].sort()).toEqual(['planned', 'requirement', 'roles']);
  });

  it('keeps the date of what was required before [C62] [C16]', () => {
    const row = { ...stored({ requirement: 'required_on_first_login', planned: PLAN }), since: { default: 1 } };
    expect(effective(row, {}, START).since).toEqual({ default: 1, a: START });
  });

  it('is the same plan under another date, and another one with another role [C62]', () => {
    expect(planName({ ...PLAN, startsAt: null })).toBe(planName(PLAN));
    expect(planName({ ...PLAN, roles: {} })).not.toBe(planName(PLAN));
    const one = { ...PLAN, roles: { a: 'optional', b: 'optional' } } as const;
    expect(planName({ ...one, roles: { b: 'optional', a: 'optional' } })).toBe(planName(one));
  });

  it('tried at any moment requires what it requires when it begins [C62]', () => {
    fc.assert(
      fc.property(fields, (policy) => {
        const { planned } = policy;
        const tried = underPlan(effective(stored(policy), {}, 0), 7);
        const begun = effective(stored(policy), {}, START + 9);
        fc.pre(planned !== null && planned.startsAt !== null);
        expect([tried.requirement, tried.roles]).toEqual([begun.requirement, begun.roles]);
      })
    );
  });
});

describe('what a plan loosens', () => {
  it('is exactly what is lower at some moment than it would have been [C62] [A48]', () => {
    fc.assert(
      fc.property(fields, fields, (from, to) => {
        const moments = [0, START, START + 1, START + 2, START + 3];
        const lower = moments.flatMap((now) =>
          loweredSources(effective(stored(from), {}, now), effective(stored(to), {}, now))
        );
        expect([...loosenedSources(from, to)].sort()).toEqual([...new Set(lower)].sort());
      }),
      { numRuns: 500 }
    );
  });
});
