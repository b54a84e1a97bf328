import { graceEndsAt, requirementOf } from '../../../../server/src/policy/decision';
import { factsOf, NOW } from './notation';

const DAY_MS = 86_400_000;

/** Days until the grace period ends, or null if there's none. */
const daysLeft = (row: string): number | null => {
  const { policy, person } = factsOf(row);
  const end = graceEndsAt(policy, person);
  return end === null ? null : (end - NOW) / DAY_MS;
};

const levelOf = (row: string) => {
  const { policy, person } = factsOf(row);
  return requirementOf(policy, person.roleCodes);
};

describe('the end of a grace period', () => {
  it.each([
    ['first grace:7 since:-1d', 6],
    ['first grace:7 since:-30d created:-2d', 5],
    ['first grace:7 since:-2d created:-30d', 5],
    ['first grace:3 since:-5d', -2],
    ['always grace:90 since:-0m', 90],
    ['first author=first roles:author,editor grace:10 since:-1d since.author:-4d', 6],
    ['first author=opt roles:author grace:10 since:-1d since.author:-4d', 9],
    ['first has:totp grace:7 since:-1d', 6],
  ])('%s: in %d days [C16]', (row, days) => {
    expect(daysLeft(row)).toBe(days);
  });

  it.each([
    ['nothing is required', 'opt grace:7 since:-1d'],
    ['only another role is bound', 'opt author=first grace:7 since.author:-1d'],
    ['there is none', 'first since:-1d'],
    ['the policy is off', 'off first grace:7 since:-1d'],
    ['a reset has ended it, and never renews it', 'first grace:7 since:-1d reset:-0m'],
  ])('is none when %s [C16]', (_what, row) => {
    expect(daysLeft(row)).toBeNull();
  });

  it('a requirement without a date binds at once [C16]', () => {
    expect(daysLeft('first grace:90')).toBeLessThan(0);
  });

  it('shortening the period cuts it by as many days, on read [C16]', () => {
    expect(daysLeft('first grace:30 since:-5d')).toBe(25);
    expect(daysLeft('first grace:6 since:-5d')).toBe(1);
    expect(daysLeft('first grace:5 since:-5d')).toBe(0);
  });
});

describe('the level that binds', () => {
  it.each([
    ['opt', 'optional'],
    ['first', 'required_on_first_login'],
    ['opt editor=always', 'always_required'],
    ['always editor=opt', 'always_required'],
    ['opt author=always', 'optional'],
    ['first author=always editor=opt roles:editor,author', 'always_required'],
    ['opt constructor=always roles:toString', 'optional'],
    ['opt roles:constructor,__proto__', 'optional'],
  ])('%s: %s [C14] [A47]', (row, level) => {
    expect(levelOf(row)).toBe(level);
  });
});
