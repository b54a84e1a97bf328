import fc from 'fast-check';

import { REQUIREMENTS } from '../../../../shared/contracts';
import { DEFAULT_FIELDS } from '../../../../server/src/policy/decision';
import { changesBetween, recorded } from '../../../../server/src/administration/policy-editor/change';
import { loweredSources, relaxes } from '../../../../server/src/administration/policy-editor/loosening';
import { effective, normalized, NOTHING_STORED, readRow } from '../../../../server/src/policy/decision/document';
import { stampSources } from '../../../../server/src/policy/decision/requirement';

const policy = (change: Partial<typeof DEFAULT_FIELDS> = {}) => ({ ...DEFAULT_FIELDS, ...change });

const fields = fc
  .record({
    enabled: fc.boolean(),
    requirement: fc.constantFrom(...REQUIREMENTS),
    roles: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...REQUIREMENTS)),
  })
  .map((made) => policy(made));

describe('when a requirement began to bind', () => {
  const [then, now] = [1000, 5000];

  it.each([
    ['nothing binds under optional', {}, policy(), {}],
    ['a default that begins to bind begins now', {}, policy({ requirement: 'always_required' }), { default: now }],
    ['a role that begins to bind begins now', {}, policy({ roles: { a: 'always_required' } }), { a: now }],
    ['an optional role does not bind', {}, policy({ roles: { a: 'optional' } }), {}],
    ['what binds keeps its date', { default: then }, policy({ requirement: 'always_required' }), { default: then }],
    ['what is relaxed to optional loses it', { default: then, a: then }, policy({ roles: { a: 'optional' } }), {}],
    ['switched off, nothing binds', { default: then }, policy({ enabled: false, requirement: 'always_required' }), {}],
    [
      'each source has its own',
      { default: then },
      policy({ requirement: 'required_on_first_login', roles: { a: 'always_required' } }),
      { default: then, a: now },
    ],
  ] as const)('%s [C16]', (_what, since, next, expected) => {
    expect(stampSources(since, next, now)).toEqual(expected);
  });

  it('no sequence of required levels ever moves a date [C16]', () => {
    fc.assert(
      fc.property(fc.array(fields, { minLength: 1, maxLength: 6 }), (steps) => {
        let since: Record<string, number> = {};
        steps.forEach((step, index) => {
          const next = stampSources(since, step, index + 1);
          for (const [key, at] of Object.entries(next)) expect(at).toBe(since[key] ?? index + 1);
          since = next;
        });
      })
    );
  });
});

describe('what differs', () => {
  it('is named key by key, old and new [B32]', () => {
    const changes = changesBetween(policy(), policy({ sso: 'require', maxFailures: 5 }));
    expect(changes).toEqual([
      { key: 'sso', from: 'exempt', to: 'require' },
      { key: 'maxFailures', from: 10, to: 5 },
    ]);
  });

  it('is nothing when only the order of a list differs', () => {
    expect(changesBetween(policy(), policy({ allowedMethods: ['totp', 'webauthn'] }))).toEqual([]);
  });

  it('of a very long value keeps the length and a digest [B32]', () => {
    const change = recorded({ key: 'stepUpActions', from: [], to: Array.from({ length: 200 }, () => 'plugin::a.b.c') });
    expect(change).toMatchObject({ from: [], to: { length: 3201, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });
});

describe('which levels fall', () => {
  const always = policy({
    requirement: 'always_required',
    roles: { a: 'always_required', b: 'required_on_first_login' },
  });

  it.each([
    ['nothing', always, []],
    ['the default', { ...always, requirement: 'optional' as const }, ['default']],
    ['a role that is lowered', { ...always, roles: { ...always.roles, a: 'optional' as const } }, ['a']],
    ['a role that is left out', { ...always, roles: { a: 'always_required' as const } }, ['b']],
    ['all of them when it is switched off', { ...always, enabled: false }, ['default', 'a', 'b']],
    ['none when they are raised', { ...always, roles: { a: 'always_required', b: 'always_required' } as const }, []],
  ])('%s [C14]', (_what, to, expected) => {
    expect(loweredSources(always, to)).toEqual(expected);
  });

  it('switching off lowers the default even under optional: who enrolled is no longer asked [C14]', () => {
    expect(loweredSources(policy(), policy({ enabled: false }))).toEqual(['default']);
  });

  it('a policy that is off has nothing to lower', () => {
    expect(loweredSources({ ...always, enabled: false }, policy())).toEqual([]);
  });

  it('nothing falls from a policy to itself, and what falls one way never falls the other [C14]', () => {
    fc.assert(
      fc.property(fields, fields, (left, right) => {
        expect(loweredSources(left, left)).toEqual([]);
        const [there, back] = [loweredSources(left, right), loweredSources(right, left)];
        expect(there.filter((key) => back.includes(key))).toEqual([]);
      })
    );
  });
});

describe('what counts as relaxed', () => {
  const [one, two] = ['ee882879-721c-4913-9775-3dfcce97072a', 'cb69481e-8ff7-4039-93ec-0a2729a154a8'];
  const authenticators = {
    userVerification: 'required' as const,
    attestation: 'required' as const,
    allowedAaguids: [one],
    deviceBound: true,
  };
  const strict = policy({
    sso: 'require',
    stepUpActions: ['x.y'],
    requirement: 'always_required',
    authenticators,
    roleMethods: { a: ['webauthn'], b: ['webauthn', 'totp'] },
    firstFactorProof: 'pass',
  });

  it.each([
    ['a lower level', { requirement: 'optional' as const }],
    ['SSO exempt', { sso: 'exempt' as const }],
    ['longer grace', { gracePeriodDays: 1 }],
    ['trusted browsers', { trustedBrowserDays: 1 }],
    ['older proofs', { verificationMaxAgeHours: 13 }],
    ['older proofs for what is sensitive', { stepUpMaxAgeMinutes: 11 }],
    ['more guesses', { maxFailures: 11 }],
    ['shorter locks', { lockoutMinutes: 14 }],
    ['one more method', { allowedMethods: ['webauthn' as const, 'totp' as const, 'sms' as const] }],
    ['one sensitive action less', { stepUpActions: [] }],
    ['switched off', { enabled: false }],
    ['a passkey alone', { passwordless: 'allowed' as const }],
    ['a weaker proof before the first method', { firstFactorProof: 'email' as const }],
    ['keys that check nobody', { authenticators: { ...authenticators, userVerification: 'preferred' as const } }],
    ['keys that prove no model', { authenticators: { ...authenticators, attestation: 'none' as const } }],
    ['synced passkeys', { authenticators: { ...authenticators, deviceBound: false } }],
    ['another model', { authenticators: { ...authenticators, allowedAaguids: [one, two] } }],
    ['any model', { authenticators: { ...authenticators, allowedAaguids: [] } }],
    [
      'one more method for a role',
      { roleMethods: { a: ['webauthn' as const, 'totp' as const], b: ['webauthn' as const, 'totp' as const] } },
    ],
    ['every method for a role', { roleMethods: { a: ['webauthn' as const] } }],
  ])('%s [B26] [C42]', (_what, change) => {
    expect(relaxes(strict, { ...strict, ...change })).toBe(true);
    expect(relaxes({ ...strict, ...change }, strict)).toBe(false);
  });

  it('not a text', () => {
    const texts = { helpText: 'Call 42.', helpTexts: { de: 'Rufen Sie 42 an.' }, supportUrl: 'https://example.com' };
    expect(relaxes(strict, { ...strict, ...texts })).toBe(false);
  });
});

describe('the document', () => {
  const row = (fieldsOf: object, more: object = {}) => ({ document: JSON.stringify(fieldsOf), since: '{}', ...more });
  const least = { enabled: true, requirement: 'optional', roles: {}, allowedMethods: ['totp'] };

  it('stored values go over defaults, config over both, and config’s keys are locked [B4]', () => {
    const stored = readRow(row({ ...least, gracePeriodDays: 3, sso: 'require' }));
    const bound = effective(stored, { gracePeriodDays: 9 }, 0);
    expect(bound).toMatchObject({
      gracePeriodDays: 9,
      sso: 'require',
      maxFailures: 10,
      lockedByConfig: ['gracePeriodDays'],
    });
  });

  it('help texts of the configuration are locked, and empty ones are none [F22] [B4]', () => {
    const stored = readRow(row({ ...least, helpTexts: { de: 'Rufen Sie 42 an.' } }));
    expect(effective(stored, {}, 0)).toMatchObject({ helpTexts: { de: 'Rufen Sie 42 an.' }, lockedByConfig: [] });
    const bound = effective(stored, { helpTexts: { fr: 'Appelez le 42.', de: '' } }, 0);
    expect(bound.helpTexts).toEqual({ fr: 'Appelez le 42.' });
    expect(bound.lockedByConfig).toEqual(['helpTexts']);
  });

  it('a help text in a language of a later version costs that text, not the policy [F22] [C12]', () => {
    const stored = readRow(row({ ...least, helpTexts: { de: 'Rufen Sie 42 an.', it: 'Chiamate il 42.' } }));
    expect(effective(stored, {}, 0).helpTexts).toEqual({ de: 'Rufen Sie 42 an.' });
  });

  it('nothing stored binds nobody [A41] [B41]', () => {
    expect(effective(NOTHING_STORED, {}, 0)).toMatchObject({ enabled: true, requirement: 'optional', since: {} });
  });

  it('a preferred method that is not allowed gives way to one that is [B16]', () => {
    expect(effective(NOTHING_STORED, { allowedMethods: ['totp', 'sms'] }, 0).preferredMethod).toBe('totp');
  });

  it.each(['enabled', 'requirement', 'roles', 'allowedMethods'])('is unreadable without %s [C29]', (key) => {
    expect(() => readRow(row({ ...least, [key]: undefined }))).toThrow(/not valid/);
  });

  it('of an older version has what came later, in parts of a key too [C12] [C50] [C51] [C52]', () => {
    const later = {
      passwordless: 'off',
      passkeyUpgrade: 'offer',
      authenticators: { userVerification: 'preferred', attestation: 'none', allowedAaguids: [], deviceBound: false },
      roleMethods: {},
      firstFactorProof: 'password',
    };
    expect(effective(readRow(row(least)), {}, 0)).toMatchObject(later);
    const parts = readRow(row({ ...least, authenticators: { deviceBound: true } }));
    expect(effective(parts, {}, 0).authenticators).toEqual({ ...later.authenticators, deviceBound: true });
    expect(() => readRow(row({ ...least, authenticators: { deviceBound: 'yes' } }))).toThrow(/authenticators/);
  });

  it('big integers of other databases are read as times', () => {
    const stored = readRow(row(least, { changed_at: '1768478400000', changed_by_id: '7', changed_by_email: 'a@b.c' }));
    expect(stored).toMatchObject({ changedAt: 1768478400000, changedBy: { id: 7, email: 'a@b.c' } });
  });

  it('is said in one way: no method twice, every mail named', () => {
    const said = normalized(policy({ allowedMethods: ['totp', 'totp'], notices: { reset: false } }));
    expect(said.allowedMethods).toEqual(['totp']);
    expect(said.notices).toMatchObject({ reset: false, locked: true });
    expect(normalized(said)).toEqual(said);
    const models = ['EE882879-721C-4913-9775-3DFCCE97072A', 'ee882879-721c-4913-9775-3dfcce97072a'];
    const twice = normalized(
      policy({
        authenticators: { ...DEFAULT_FIELDS.authenticators, allowedAaguids: models },
        roleMethods: { a: ['totp', 'webauthn', 'totp'] },
      })
    );
    expect(twice).toMatchObject({
      authenticators: { allowedAaguids: [models[1]] },
      roleMethods: { a: ['webauthn', 'totp'] },
    });
  });
});
