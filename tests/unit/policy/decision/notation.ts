/**
 * The notation for rows of the policy's table. Each is one line: `facts → verdict`.
 *
 * Facts, in any order. The defaults are: the policy is on and optional; keys and apps are allowed and available; the
 * person is an editor whose account is old, has no method, and logs in with a local password.
 *   off · opt | first | always        the policy and its default level
 *   author=always                     the level of a role          roles:author,editor   the person's roles
 *   allow:totp,email  here:totp       allowed, and available on this host (`none` for no method)
 *   grace:7 since:-2d since.author:-1d created:-3d                 grace period in days, stamps, account
 *   has:totp,webauthn!  codes:3       authenticators (`!` can't be proved), unused recovery codes
 *   exempt:+1d  reset:-1h             end of the exemption, time of a reset
 *   aside guarded                     another plugin asks for a second factor, and asks this person
 *   via:okta sso:require              the login's provider, and the policy for SSO
 *   withheld:email                    a method that this login must not offer
 *   trust:14 cookie:+3d               days of trust, end of a valid cookie
 *   session proved:totp@-1h trusted:+2d  age:12     an open session: proof, trust, verification age in hours
 *   uv attest bound models:A,B        keys that count: verify the person, prove their model,
 *                                     aren't synced, are of these models
 *   has:webauthn/A/synced/nouv/attested/withdrawn  a key of model A; `/uv` or `/nouv` if it's known whether it
 *                                     verifies the person; `/withdrawn` for a revoked model
 *   unproven                          no key can prove its model on this server now
 *   only.author=webauthn,totp         the methods of a role
 *   unchecked                         the session's proof didn't verify the person
 *   alone  passkey                    passkeys are a complete login; the first authenticator was
 *                                     just proved, without a password
 * Verdicts:
 *   allow because [until 168h] · ask totp,recovery_code because reason [then enroll] · enroll webauthn,totp · refuse because
 */
import type { AuthenticatorType, Method, Requirement } from '../../../../shared/contracts';
import {
  DEFAULT_FIELDS,
  type EffectivePolicy,
  type PolicyFacts,
  type Verdict,
} from '../../../../server/src/policy/decision';

const HOUR_MS = 3_600_000;
export const NOW = Date.UTC(2026, 0, 15, 12);

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const LEVELS: Record<string, Requirement> = {
  opt: 'optional',
  first: 'required_on_first_login',
  always: 'always_required',
};

const at = (text: string): number => {
  const found = /^([+-])(\d+)([mhd])$/.exec(text);
  if (!found) throw new Error(`not a time: ${text}`);
  const [, sign, count, unit] = found;
  return NOW + (sign === '-' ? -1 : 1) * Number(count) * (UNIT_MS[String(unit)] ?? NaN);
};

const list = (text: string): string[] => (text === 'none' ? [] : text.split(','));

const levelOf = (word: string): Requirement => {
  const level = LEVELS[word];
  if (!level) throw new Error(`not a level: ${word}`);
  return level;
};

export const quietPolicy = (): EffectivePolicy => ({
  ...DEFAULT_FIELDS,
  since: {},
  lockedByConfig: [],
  changedAt: null,
  changedBy: null,
});

export const quietFacts = (): PolicyFacts => ({
  now: NOW,
  stage: 'sign_in',
  policy: quietPolicy(),
  person: {
    createdAt: at('-100d'),
    roleCodes: ['editor'],
    mustEnrollSince: null,
    emailChangedAt: null,
    exemption: null,
  },
  authenticators: [],
  recoveryCodes: 0,
  available: ['webauthn', 'totp', 'email', 'sms'],
  withheld: [],
  provider: 'local',
  session: null,
  trustedBrowserUntil: null,
  firstFactor: null,
  resetEnrollmentMs: 72 * HOUR_MS,
});

const keyOf = (marks: readonly string[]): NonNullable<PolicyFacts['authenticators'][number]['key']> => ({
  aaguid: marks.find((mark) => /^[A-Z]$/.test(mark)) ?? 'Z',
  synced: marks.includes('synced'),
  attested: marks.includes('attested'),
  withdrawn: marks.includes('withdrawn'),
  verifiesUser: marks.includes('uv') ? true : marks.includes('nouv') ? false : null,
});

type Draft = PolicyFacts & { policy: EffectivePolicy };
type Setter = (draft: Draft, value: string) => void;

const counting = (draft: Draft, change: Partial<EffectivePolicy['authenticators']>): void => {
  draft.policy.authenticators = { ...draft.policy.authenticators, ...change };
};

const WORDS: Record<string, (draft: Draft) => void> = {
  uv: (draft) => counting(draft, { userVerification: 'required' }),
  attest: (draft) => counting(draft, { attestation: 'required' }),
  bound: (draft) => counting(draft, { deviceBound: true }),
  unproven: (draft) => (draft.unattestable = ['webauthn']),
  alone: (draft) => (draft.policy.passwordless = 'allowed'),
  unchecked: (draft) => (session(draft).userVerified = false),
  passkey: (draft) => {
    draft.stage = 'passkey';
    draft.authenticators = draft.authenticators.map((one, index) => (index === 0 ? { ...one, proved: true } : one));
  },
};

const session = (draft: Draft): NonNullable<PolicyFacts['session']> => {
  draft.stage = 'session';
  draft.session ??= { verifiedAt: null, method: null, trustedUntil: null };
  return draft.session;
};

const SETTERS: Record<string, Setter> = {
  roles: (draft, value) => (draft.person = { ...draft.person, roleCodes: list(value) }),
  allow: (draft, value) => (draft.policy.allowedMethods = list(value) as AuthenticatorType[]),
  here: (draft, value) => (draft.available = list(value) as AuthenticatorType[]),
  withheld: (draft, value) => (draft.withheld = list(value) as Method[]),
  grace: (draft, value) => (draft.policy.gracePeriodDays = Number(value)),
  since: (draft, value) => (draft.policy.since = { ...draft.policy.since, default: at(value) }),
  created: (draft, value) => (draft.person = { ...draft.person, createdAt: at(value) }),
  reset: (draft, value) => (draft.person = { ...draft.person, mustEnrollSince: at(value) }),
  exempt: (draft, value) => (draft.person = { ...draft.person, exemption: { until: at(value), reason: 'on leave' } }),
  codes: (draft, value) => (draft.recoveryCodes = Number(value)),
  via: (draft, value) => (draft.provider = value),
  sso: (draft, value) => (draft.policy.sso = value as 'exempt' | 'require'),
  trust: (draft, value) => (draft.policy.trustedBrowserDays = Number(value)),
  cookie: (draft, value) => (draft.trustedBrowserUntil = at(value)),
  age: (draft, value) => (draft.policy.verificationMaxAgeHours = Number(value)),
  trusted: (draft, value) => (session(draft).trustedUntil = at(value)),
  has: (draft, value) => {
    draft.authenticators = list(value).map((word) => {
      const [type = '', ...marks] = word.replace('!', '').split('/');
      const usable = !word.endsWith('!');
      return { type: type as AuthenticatorType, usable, ...(type === 'webauthn' ? { key: keyOf(marks) } : {}) };
    });
  },
  models: (draft, value) => counting(draft, { allowedAaguids: list(value) }),
  proved: (draft, value) => {
    const [method, when] = value.split('@');
    Object.assign(session(draft), { method: method as Method, verifiedAt: at(String(when)) });
  },
};

const apply = (draft: Draft, word: string): void => {
  if (WORDS[word]) WORDS[word](draft);
  else if (word.startsWith('only.')) {
    const [role, methods] = word.slice('only.'.length).split('=');
    const narrowed = { [String(role)]: list(String(methods)) as AuthenticatorType[] };
    draft.policy.roleMethods = { ...draft.policy.roleMethods, ...narrowed };
  } else if (word === 'off') draft.policy.enabled = false;
  else if (word === 'session') session(draft);
  else if (word === 'aside') draft.policy.stepsAside = true;
  else if (word === 'guarded') draft.person = { ...draft.person, guardedElsewhere: true };
  else if (LEVELS[word]) draft.policy.requirement = levelOf(word);
  else if (word.startsWith('since.')) {
    const [role, when] = word.slice('since.'.length).split(':');
    draft.policy.since = { ...draft.policy.since, [String(role)]: at(String(when)) };
  } else if (word.includes('=')) {
    const [role, level] = word.split('=');
    draft.policy.roles = { ...draft.policy.roles, [String(role)]: levelOf(String(level)) };
  } else {
    const [key, value] = word.split(/:(.*)/);
    const set = SETTERS[String(key)];
    if (!set || value === undefined) throw new Error(`not a fact: ${word}`);
    set(draft, value);
  }
};

/** The facts on a row's left side. */
export const factsOf = (row: string): PolicyFacts => {
  const draft = quietFacts() as Draft;
  for (const word of row.trim().split(/\s+/).filter(Boolean)) apply(draft, word);
  return draft;
};

/** A verdict in the notation of a row's right side. */
export const say = (verdict: Verdict): string => {
  const until = (time: number | null): string => (time === null ? '' : ` until ${(time - NOW) / HOUR_MS}h`);
  switch (verdict.action) {
    case 'allow':
      return `allow ${verdict.because}${until(verdict.validUntil)}`;
    case 'challenge':
      return `ask ${verdict.methods.join(',')} because ${verdict.reason}${verdict.thenEnroll ? ' then enroll' : ''}`;
    case 'enroll':
      return `enroll ${verdict.methods.join(',')}`;
    case 'refuse':
      return `refuse ${verdict.because}`;
  }
};

/** Creates one test per row. `ids` are the behaviors that the rows prove. Rows are lines of `facts → verdict`. */
export const table = (title: string, ids: string, judge: (facts: PolicyFacts) => Verdict, rows: string): void => {
  const lines = rows
    .split('\n')
    .map((row) => row.trim())
    .filter(Boolean);
  describe(title, () => {
    it.each(lines)(`%s ${ids}`, (row) => {
      const [facts, verdict] = row.split('→');
      expect(say(judge(factsOf(String(facts))))).toBe(String(verdict).trim());
    });
  });
};
