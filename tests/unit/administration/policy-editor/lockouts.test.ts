import { OBSTACLE_WORDS } from '../../../../server/src/factors';
import type { EffectivePolicy, PolicyFacts } from '../../../../server/src/policy/decision';
import { createCount } from '../../../../server/src/administration/policy-editor/impact';
import {
  lockOutsOf,
  peopleBehind,
  warningsOf,
  type Judged,
} from '../../../../server/src/administration/policy-editor/lockouts';
import { factsOf, quietPolicy } from '../../policy/decision/notation';

const SUPER = 'strapi-super-admin';
const AUTHOR = 1;

/** People by number, each as a row in the notation. The first one is the author. */
const judge = (
  now: Partial<EffectivePolicy>,
  then: Partial<EffectivePolicy>,
  rows: string[],
  unavailable: string[] = []
): Judged => {
  const [before, after] = [
    { ...quietPolicy(), ...now },
    { ...quietPolicy(), ...then },
  ];
  const { tally, add } = createCount(before, after, AUTHOR);
  rows.forEach((row, index) => {
    const { policy: _policy, ...facts }: PolicyFacts = factsOf(row);
    add({ id: index + 1, email: `${index + 1}@example.com`, name: `Person ${index + 1}`, facts });
  });
  const methods = (['webauthn', 'totp', 'email', 'sms'] as const).map((type) => ({
    type,
    obstacle: unavailable.includes(type) ? ('no_sms_sender' as const) : null,
  }));
  return { now: before, then: after, tally, methods };
};

const ALWAYS = { requirement: 'always_required' } as const;
const FIRST = { requirement: 'required_on_first_login' } as const;
const OLD = { default: 0 };
const ENROLLED_SUPER = `roles:${SUPER} has:totp`;

describe('policies that are refused', () => {
  it.each<[string, Judged, string[]]>([
    ['an enrolled author may require it', judge({}, ALWAYS, [ENROLLED_SUPER, '']), []],
    ['an author without a factor may not', judge({}, FIRST, [`roles:${SUPER}`, ENROLLED_SUPER]), ['author']],
    [
      'one who is shut out already is not locked out by it',
      judge({}, FIRST, [`roles:${SUPER} has:totp!`, ENROLLED_SUPER]),
      [],
    ],
    [
      'a factor that breaks with the change',
      judge({}, { ...FIRST, allowedMethods: ['webauthn'] }, [ENROLLED_SUPER]),
      ['author', 'last_super_admin', 'everyone'],
    ],
    [
      'under optional nothing is required of anybody',
      judge({}, { allowedMethods: ['webauthn'] }, [ENROLLED_SUPER]),
      [],
    ],
    ['a role that binds others only', judge({}, { roles: { editor: 'always_required' } }, [`roles:${SUPER}`, '']), []],
    ['an SSO author under sso exempt is not touched', judge({}, ALWAYS, ['via:okta', ENROLLED_SUPER]), []],
    ['an exempt author is not touched', judge({}, ALWAYS, ['exempt:+5d', ENROLLED_SUPER]), []],
    ['no super admin ready', judge({}, ALWAYS, ['has:totp', `roles:${SUPER}`]), ['last_super_admin']],
    ['one super admin of two is enough', judge({}, ALWAYS, ['has:totp', `roles:${SUPER}`, ENROLLED_SUPER]), []],
    ['nobody ready', judge({}, FIRST, ['', `roles:${SUPER}`]), ['author', 'last_super_admin', 'everyone']],
    [
      'grace keeps first login open',
      judge({}, { ...FIRST, gracePeriodDays: 7, since: { default: Date.UTC(2026, 0, 15) } }, ['', ENROLLED_SUPER]),
      [],
    ],
    [
      'grace is no excuse for always',
      judge({}, { ...ALWAYS, gracePeriodDays: 7, since: { default: Date.UTC(2026, 0, 15) } }, ['', ENROLLED_SUPER]),
      ['author'],
    ],
    ['no method allowed', judge({}, { allowedMethods: [] }, [ENROLLED_SUPER]), ['no_method', 'preferred_not_allowed']],
    [
      'only what this host lacks',
      judge({}, { allowedMethods: ['sms'], preferredMethod: 'sms' }, [ENROLLED_SUPER], ['sms']),
      ['no_method'],
    ],
    ['switched off, nobody is shut out', judge(ALWAYS, { ...ALWAYS, enabled: false }, ['', `roles:${SUPER}`]), []],
    [
      'switching on again is judged like any change',
      judge({ ...ALWAYS, enabled: false }, ALWAYS, ['', ENROLLED_SUPER]),
      ['author'],
    ],
    [
      'who is shut out already keeps nobody from repairing the rest',
      judge({ ...ALWAYS, since: OLD }, { ...FIRST, since: OLD }, ['', `roles:${SUPER}`]),
      [],
    ],
  ])('%s [C15]', (_what, judged, expected) => {
    expect(lockOutsOf(judged)).toEqual(expected);
  });

  it('name the people they are about, each once [C15]', () => {
    const judged = judge({}, FIRST, [`roles:${SUPER}`, `roles:${SUPER}`, '']);
    const named = peopleBehind(lockOutsOf(judged), judged.tally);
    expect(named.map((person) => person.id).sort()).toEqual([1, 2, 3]);
  });

  it('warn of themselves, so that the page can say so before saving [C15]', () => {
    const judged = judge({}, ALWAYS, ['', `roles:${SUPER}`]);
    const codes = warningsOf(judged).map((warning) => warning.code);
    expect(codes).toEqual(['author', 'last_super_admin', 'everyone']);
  });

  it('warn of methods that this host lacks [B45]', () => {
    const judged = judge({}, { allowedMethods: ['totp', 'sms'], preferredMethod: 'totp' }, [ENROLLED_SUPER], ['sms']);
    const obstacle = 'no_sms_sender' as const;
    expect(warningsOf(judged)).toEqual([{ code: 'sms_unavailable', message: OBSTACLE_WORDS[obstacle], obstacle }]);
  });

  it('every person is in exactly one group [C15]', () => {
    const rows = [
      '',
      'has:totp',
      'has:totp!',
      'has:email',
      'exempt:+1d',
      'reset:-1h',
      'reset:-90h',
      'via:okta',
      'has:webauthn codes:3',
    ];
    for (const then of [{}, FIRST, ALWAYS, { ...FIRST, gracePeriodDays: 90 }, { enabled: false }]) {
      const { users } = judge({}, then, rows).tally;
      expect(users.satisfied + users.mustEnroll + users.inGrace + users.exempt).toBe(users.total);
      expect(users.total).toBe(rows.length);
    }
  });
});
