/**
 * Rows of the policy's table, one line each: `facts → verdict`.
 *
 * Facts, in any order; what is left out is the quietest thing there is (policy on, optional, keys and apps allowed and
 * available, an editor of long standing with nothing enrolled, a local password sign-in):
 *   off · opt | first | always        the policy and its default level
 *   author=always                     the level of a role          roles:author,editor   the person's roles
 *   allow:totp,email  here:totp       allowed, and available on this host (`none` for neither)
 *   grace:7 since:-2d since.author:-1d created:-3d                 grace period in days, stamps, account
 *   has:totp,webauthn!  codes:3       authenticators (`!` cannot be proved), recovery codes left
 *   exempt:+1d  reset:-1h             exemption's end, when a reset happened
 *   aside guarded                     somebody else here asks for a second factor; and asks this person
 *   via:okta sso:require              how this login happened, and what the policy makes of it
 *   withheld:email                    what this door must not offer
 *   trust:14 cookie:+3d               trusted-browser days, a valid cookie until
 *   session proved:totp@-1h trusted:+2d  age:12     a live session, its proof, its trust, the verification age in hours
 *   uv attest bound models:A,B        which keys count: checks the person, proved its model, not synced, of these models
 *   has:webauthn/A/synced/nouv/attested/withdrawn  a key of model A; `/uv` or `/nouv` where it is known whether it checks
 *                                     the person; a model that nobody should rely on
 *   unproven                          no key can prove its model here and now
 *   only.author=webauthn,totp         the methods of a role
 *   unchecked                         the session's proof did not check the person
 *   alone  passkey                    a passkey alone is allowed; the first authenticator has just proved itself, no password
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

/** The facts of a row's left side. */
export const factsOf = (row: string): PolicyFacts => {
  const draft = quietFacts() as Draft;
  for (const word of row.trim().split(/\s+/).filter(Boolean)) apply(draft, word);
  return draft;
};

/** A verdict as a row's right side says it. */
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

/** One test a row; `ids` are the behaviors the rows prove. Rows are lines of `facts → verdict`. */
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
