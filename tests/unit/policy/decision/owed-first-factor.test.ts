import { decide, type PolicyFacts } from '../../../../server/src/policy/decision';
import { factsOf, NOW } from './notation';

const HOUR_MS = 3_600_000;
type Proof = NonNullable<PolicyFacts['firstFactor']>['proof'];

const owed = (
  asked: 'password' | 'email' | 'pass',
  { given, changed, row = 'first' }: { given?: Proof; changed?: number; row?: string } = {}
) => {
  const facts = factsOf(row);
  return decide({
    ...facts,
    policy: { ...facts.policy, firstFactorProof: asked },
    person: { ...facts.person, emailChangedAt: changed === undefined ? null : NOW - changed * HOUR_MS },
    firstFactor: given ? { proof: given, at: NOW } : null,
  }).owedFirst;
};

describe('what is owed before the first method [C52]', () => {
  it.each<[string, ReturnType<typeof owed>, ReturnType<typeof owed>]>([
    ['nothing where the password is enough', owed('password'), null],
    ['a code by mail', owed('email'), 'email'],
    ['no code once it was proved', owed('email', { given: 'email' }), null],
    ['no code where a pass was used', owed('email', { given: 'pass' }), null],
    ['a pass', owed('pass'), 'pass'],
    ['a pass, whatever the mailbox says', owed('pass', { given: 'email' }), 'pass'],
    ['no pass once it was used', owed('pass', { given: 'pass' }), null],
    ['nothing of whom nobody could give it', owed('pass', { given: 'first_administrator' }), null],
    ['a pass while the address is new', owed('email', { changed: 71 }), 'pass'],
    ['a pass while the address is new, whatever it proved', owed('email', { changed: 71, given: 'email' }), 'pass'],
    ['a code after 72 hours', owed('email', { changed: 72 }), 'email'],
    ['a pass after a change by a clock that was set back', owed('email', { changed: -5 }), 'pass'],
    ['nothing of whom has a method', owed('pass', { row: 'first has:totp' }), null],
    ['nothing of whom has one that no longer works', owed('pass', { row: 'first has:totp!' }), null],
    ['a pass by choice as well', owed('pass', { row: 'opt' }), 'pass'],
    ['a pass in the time of grace', owed('pass', { row: 'first grace:7 since:-1d' }), 'pass'],
    ['a pass of whom an identity provider brought', owed('pass', { row: 'first via:okta sso:require' }), 'pass'],
    ['a pass after a reset', owed('pass', { row: 'opt reset:-1h' }), 'pass'],
    ['a pass while nobody is asked', owed('pass', { row: 'first off' }), 'pass'],
  ])('%s', (_name, found, expected) => {
    expect(found).toBe(expected);
  });

  it('is said where somebody asks why, and decides nobody’s log-in', () => {
    const facts = factsOf('first');
    const { action, rules } = decide({ ...facts, policy: { ...facts.policy, firstFactorProof: 'pass' } });
    expect(action).toBe('enroll');
    expect(rules.find(({ rule }) => rule === 'first_factor_proof')).toMatchObject({
      applied: false,
      details: { asked: 'pass', given: null, owed: 'pass' },
    });
  });
});
