import { budgetOf, dayOf, holdUp } from '../../../../server/src/factors/limits/rules';

const rules = { maxFailures: 10, lockoutMinutes: 15, apps: 1 };
const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('how long a wrong guess holds up the next', () => {
  it.each([1, 2, 3, 4])('does not hold up after %i failures [A16]', (failures) => {
    expect(holdUp(failures, rules)).toEqual({ ms: 0, locks: false });
  });

  it.each([
    [5, 30 * SECOND],
    [6, 60 * SECOND],
    [7, 120 * SECOND],
    [8, 240 * SECOND],
    [9, 480 * SECOND],
  ])('waits longer with every failure: the %ith [A16]', (failures, ms) => {
    expect(holdUp(failures, rules)).toEqual({ ms, locks: false });
  });

  it.each([
    [10, 15 * MINUTE],
    [11, 30 * MINUTE],
    [12, 60 * MINUTE],
    [16, 960 * MINUTE],
    [17, 1440 * MINUTE],
    [49, 1440 * MINUTE],
  ])('locks from the policy’s number of failures on, doubling up to a day: the %ith [A16]', (failures, ms) => {
    expect(holdUp(failures, rules)).toEqual({ ms, locks: true });
  });

  it('never waits longer than 15 minutes before the first lock [A16]', () => {
    expect(holdUp(30, { ...rules, maxFailures: 40 })).toEqual({ ms: 15 * MINUTE, locks: false });
  });

  it('never makes a lock shorter than the wait it follows [A16]', () => {
    expect(holdUp(40, { ...rules, maxFailures: 40, lockoutMinutes: 1 })).toEqual({ ms: 15 * MINUTE, locks: true });
  });

  it('stays a number of milliseconds however long the lock would grow [A16]', () => {
    expect(holdUp(50, { ...rules, maxFailures: 5, lockoutMinutes: 1440 }).ms).toBe(1440 * MINUTE);
  });
});

describe('the budget of 30 days', () => {
  it.each([
    [0, 200],
    [1, 200],
    [2, 100],
    [3, 66],
    [5, 40],
  ])('is shared among the person’s apps: with %i it is %i [A16]', (apps, budget) => {
    expect(budgetOf({ ...rules, apps })).toBe(budget);
  });

  it('counts by days of UTC [A16]', () => {
    expect(dayOf(Date.UTC(2026, 0, 2) - 1)).toBe(dayOf(Date.UTC(2026, 0, 1)));
    expect(dayOf(Date.UTC(2026, 0, 2))).toBe(dayOf(Date.UTC(2026, 0, 1)) + 1);
  });
});
