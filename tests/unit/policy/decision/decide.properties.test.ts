import fc from 'fast-check';

import { AUTHENTICATOR_TYPES, METHODS, REQUIREMENTS } from '../../../../shared/contracts';
import { decide, type PolicyFacts } from '../../../../server/src/policy/decision';
import { NOW, quietPolicy } from './notation';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ROLES = ['strapi-super-admin', 'editor', 'author'];

const level = fc.constantFrom(...REQUIREMENTS);
const time = fc.integer({ min: -40, max: 40 }).map((hours) => NOW + hours * 6 * HOUR_MS);
const past = fc.integer({ min: 0, max: 400 }).map((hours) => NOW - hours * HOUR_MS);
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const types = fc.uniqueArray(fc.constantFrom(...AUTHENTICATOR_TYPES));

const MODELS = ['A', 'B', 'C'];

const rules = fc.record({
  userVerification: fc.constantFrom('preferred' as const, 'required' as const),
  attestation: fc.constantFrom('none' as const, 'required' as const),
  allowedAaguids: fc.uniqueArray(fc.constantFrom(...MODELS)),
  deviceBound: fc.boolean(),
});

const key = fc.record({
  aaguid: fc.constantFrom(...MODELS),
  synced: fc.boolean(),
  attested: fc.boolean(),
  withdrawn: fc.boolean(),
  verifiesUser: orNull(fc.boolean()),
});

const authenticator = fc
  .record({ type: fc.constantFrom(...AUTHENTICATOR_TYPES), usable: fc.boolean(), key, proved: fc.boolean() })
  .map(({ key: described, ...one }) => (one.type === 'webauthn' ? { ...one, key: described } : one));

const policy = fc
  .record({
    enabled: fc.boolean(),
    requirement: level,
    roles: fc.dictionary(fc.constantFrom(...ROLES), level),
    allowedMethods: types,
    gracePeriodDays: fc.integer({ min: 0, max: 90 }),
    sso: fc.constantFrom('exempt' as const, 'require' as const),
    trustedBrowserDays: fc.integer({ min: 0, max: 90 }),
    verificationMaxAgeHours: fc.integer({ min: 1, max: 720 }),
    since: fc.dictionary(fc.constantFrom('default', ...ROLES), past),
    roleMethods: fc.dictionary(fc.constantFrom(...ROLES), types),
    authenticators: rules,
    passwordless: fc.constantFrom('off' as const, 'allowed' as const),
  })
  .map((fields) => ({ ...quietPolicy(), ...fields }));

const session = fc.record({
  verifiedAt: orNull(past),
  method: orNull(fc.constantFrom(...METHODS)),
  trustedUntil: orNull(time),
  userVerified: fc.boolean(),
});

const facts: fc.Arbitrary<PolicyFacts> = fc
  .record({
    policy,
    person: fc.record({
      createdAt: past,
      roleCodes: fc.uniqueArray(fc.constantFrom(...ROLES)),
      mustEnrollSince: orNull(past),
      emailChangedAt: orNull(past),
      exemption: orNull(fc.record({ until: time, reason: fc.constant('on leave') })),
    }),
    authenticators: fc.array(authenticator, { maxLength: 4 }),
    recoveryCodes: fc.integer({ min: 0, max: 10 }),
    available: types,
    unattestable: fc.uniqueArray(fc.constantFrom(...AUTHENTICATOR_TYPES), { maxLength: 1 }),
    withheld: fc.uniqueArray(fc.constantFrom(...METHODS), { maxLength: 1 }),
    provider: fc.constantFrom('local', 'okta'),
    session: orNull(session),
    trustedBrowserUntil: orNull(time),
    firstFactor: orNull(
      fc.record({ proof: fc.constantFrom('email' as const, 'pass' as const, 'first_administrator' as const), at: past })
    ),
  })
  .map((made) => ({
    ...made,
    now: NOW,
    stage: made.session ? ('session' as const) : ('sign_in' as const),
    trustedBrowserUntil: made.session ? null : made.trustedBrowserUntil,
    resetEnrollmentMs: 72 * HOUR_MS,
  }));

const always = (check: (given: PolicyFacts) => boolean | void) =>
  fc.assert(fc.property(facts, check), { numRuns: 3000 });
const rank = (value: (typeof REQUIREMENTS)[number] | undefined) => REQUIREMENTS.indexOf(value ?? 'optional');

type Rules = PolicyFacts['policy']['authenticators'];

const tighter = (given: Rules, by: Rules): Rules => {
  const [has, gets] = [given.allowedAaguids, by.allowedAaguids];
  const both = has.filter((id) => gets.includes(id));
  return {
    userVerification: by.userVerification === 'required' ? 'required' : given.userVerification,
    attestation: by.attestation === 'required' ? 'required' : given.attestation,
    deviceBound: given.deviceBound || by.deviceBound,
    // An empty list allows every model. So two lists without a common model can't be intersected here.
    allowedAaguids: has.length === 0 ? gets : gets.length === 0 || both.length === 0 ? has : both,
  };
};

/** A policy at least as strict as the given one, with any number of stricter settings. */
const tightened = (given: PolicyFacts['policy'], by: PolicyFacts['policy']): PolicyFacts['policy'] => ({
  ...given,
  enabled: true,
  requirement: rank(by.requirement) > rank(given.requirement) ? by.requirement : given.requirement,
  roles: Object.fromEntries(
    ROLES.map((code) => [
      code,
      rank(by.roles[code]) > rank(given.roles[code]) ? by.roles[code] : given.roles[code],
    ]).filter(([, value]) => value !== undefined)
  ),
  allowedMethods: given.allowedMethods.filter((type) => by.allowedMethods.includes(type)),
  roleMethods: Object.fromEntries(
    ROLES.flatMap((code): [string, PolicyFacts['policy']['allowedMethods']][] => {
      const [has, gets] = [given.roleMethods[code], by.roleMethods[code]];
      const both = has && gets ? has.filter((type) => gets.includes(type)) : (has ?? gets);
      return both ? [[code, both]] : [];
    })
  ),
  authenticators: tighter(given.authenticators, by.authenticators),
  passwordless: by.passwordless === 'off' ? 'off' : given.passwordless,
  sso: by.sso === 'require' ? 'require' : given.sso,
  gracePeriodDays: Math.min(given.gracePeriodDays, by.gracePeriodDays),
  trustedBrowserDays: Math.min(given.trustedBrowserDays, by.trustedBrowserDays),
  verificationMaxAgeHours: Math.min(given.verificationMaxAgeHours, by.verificationMaxAgeHours),
});

describe('what holds for every policy and everybody', () => {
  it('a passkey alone: never more by tightening, never by the order of roles, never where it is off [C12] [C48] [C51]', () => {
    const alone = (given: PolicyFacts): PolicyFacts => ({ ...given, stage: 'passkey', session: null });
    fc.assert(
      fc.property(facts, policy, (given, by) => {
        const { action } = decide(alone(given));
        const { person } = given;
        const turned = { ...given, person: { ...person, roleCodes: [...person.roleCodes].reverse() } };
        expect(decide(alone(turned)).action).toBe(action);
        expect(['allow', 'refuse']).toContain(action);
        if (given.policy.passwordless === 'off' || !given.policy.enabled) expect(action).toBe('refuse');
        if (action === 'refuse' && given.policy.enabled)
          expect(decide(alone({ ...given, policy: tightened(given.policy, by) })).action).toBe('refuse');
      }),
      { numRuns: 3000 }
    );
  });

  it('tightening never lets somebody in who was kept out [C15] [C16]', () => {
    fc.assert(
      fc.property(facts, policy, (given, by) => {
        fc.pre(given.policy.enabled && decide(given).action !== 'allow');
        expect(decide({ ...given, policy: tightened(given.policy, by) }).action).not.toBe('allow');
      }),
      { numRuns: 3000 }
    );
  });

  it('the order of roles and of authenticators never matters [C14]', () => {
    fc.assert(
      fc.property(facts, fc.infiniteStream(fc.nat()), (given, order) => {
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, key: Number(order.next().value) }))
            .sort((left, right) => left.key - right.key)
            .map(({ item }) => item);
        const roleCodes = shuffled(given.person.roleCodes);
        const roles = Object.fromEntries(shuffled(Object.entries(given.policy.roles)));
        const other = {
          ...given,
          person: { ...given.person, roleCodes },
          policy: { ...given.policy, roles },
          authenticators: shuffled(given.authenticators),
        };
        expect(decide(other)).toEqual(decide(given));
      }),
      { numRuns: 2000 }
    );
  });

  it('a policy that is switched off asks nobody [B27]', () => {
    always((given) => {
      const verdict = decide({ ...given, policy: { ...given.policy, enabled: false } });
      expect(verdict).toMatchObject({ action: 'allow', because: 'policy_disabled' });
    });
  });

  it('no trusted browser replaces the question under always required [B43] [C18]', () => {
    always((given) => {
      const verdict = decide({ ...given, policy: { ...given.policy, requirement: 'always_required' } });
      if (verdict.action === 'allow') expect(verdict.because).not.toMatch(/trusted/);
    });
  });

  it('nobody gets in by a local login once enrolled, but by exemption or trust [A34] [A47]', () => {
    always((given) => {
      const enrolled = { ...given, stage: 'sign_in' as const, session: null, provider: 'local' };
      fc.pre(enrolled.authenticators.length > 0);
      const verdict = decide(enrolled);
      if (verdict.action === 'allow')
        expect(verdict.because).toMatch(/^(policy_disabled|person_exempt|trusted_browser)$/);
    });
  });

  it('whoever has an authenticator never reaches enrollment without a proof in this session [B2]', () => {
    always((given) => {
      fc.pre(given.authenticators.length > 0 && decide(given).action === 'enroll');
      const age = NOW - (given.session?.verifiedAt ?? -Infinity);
      expect(age).toBeLessThan(given.policy.verificationMaxAgeHours * HOUR_MS);
    });
  });

  it('what is allowed stays allowed until the time it names, and never names a time that has passed [B47]', () => {
    fc.assert(
      fc.property(facts, fc.nat({ max: 120 * 24 }), (given, hours) => {
        const verdict = decide(given);
        fc.pre(verdict.action === 'allow');
        const until = verdict.validUntil ?? Infinity;
        expect(until).toBeGreaterThan(NOW);
        const later = NOW + hours * HOUR_MS;
        if (later < until) expect(decide({ ...given, now: later }).action).toBe('allow');
      }),
      { numRuns: 3000 }
    );
  });

  it('offers for enrollment only what is allowed, available and not withheld [B16] [B45]', () => {
    always((given) => {
      const verdict = decide(given);
      if (verdict.action !== 'enroll') return;
      expect(verdict.methods.length).toBeGreaterThan(0);
      for (const type of verdict.methods) {
        expect(given.policy.allowedMethods).toContain(type);
        expect(given.available).toContain(type);
        expect(given.withheld).not.toContain(type);
      }
    });
  });

  it('asks only for what this person can prove here, and for something [A37]', () => {
    always((given) => {
      const verdict = decide(given);
      if (verdict.action !== 'challenge') return;
      expect(verdict.methods.length).toBeGreaterThan(0);
      for (const method of verdict.methods.filter((one) => one !== 'recovery_code')) {
        expect(given.authenticators).toContainEqual(expect.objectContaining({ type: method, usable: true }));
        expect(given.withheld).not.toContain(method);
      }
      expect(verdict.methods.includes('recovery_code') ? given.recoveryCodes : 1).toBeGreaterThan(0);
    });
  });

  it('names the rules in the order they were applied, and exactly one decided [B47] [C17]', () => {
    always((given) => {
      const { rules } = decide(given);
      expect(rules.filter((rule) => rule.applied)).toHaveLength(1);
      expect(rules.at(-1)?.applied).toBe(true);
      expect(rules[0]?.rule).toBe('policy_disabled');
      expect(new Set(rules.map((rule) => rule.rule)).size).toBe(rules.length);
    });
  });

  it('a longer account, or a longer rule, never has a later end of grace [C16]', () => {
    fc.assert(
      fc.property(facts, fc.nat({ max: 100 }), (given, days) => {
        const earlier = { ...given.person, createdAt: given.person.createdAt - days * DAY_MS };
        const before = decide(given).graceEndsAt;
        const after = decide({ ...given, person: earlier }).graceEndsAt;
        expect(after === null).toBe(before === null);
        expect(after ?? 0).toBeLessThanOrEqual(before ?? 0);
      }),
      { numRuns: 1000 }
    );
  });
});
