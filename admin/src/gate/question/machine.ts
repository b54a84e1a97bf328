/**
 * The question as a pure function: the next screen after each event. Screens only draw its states, and its tests
 * specify the login screen. It knows no browser, clock, or server.
 */
import type { ChallengeDetails, Method } from '../../../../shared/contracts/types';
import type { Delivery, Refusal } from '../../factors/factor-ui';

export type Screen =
  /** Asks the server which methods are possible. */
  | 'opening'
  /** The account's password, as a proof (`confirm`) or before setting up MFA (`enroll`). */
  | 'password'
  | 'challenge'
  | 'lost'
  | 'enrollment'
  | 'reauthenticate'
  /** None of the person's methods can be used. */
  | 'stuck'
  | 'expired'
  | 'unreachable'
  /** Proved with a recovery code, which gets a screen of its own before continuing. */
  | 'recovered';

export interface GateState {
  screen: Screen;
  passwordFor: 'confirm' | 'enroll';
  details: ChallengeDetails | null;
  /** The displayed method. Null if there is none. */
  method: Method | null;
  /** Usable here and now, in the server's order. */
  offered: Method[];
  /** Named by the server, but impossible in this browser. */
  blocked: Method[];
  /** When the wait ends. Null until another method was used. */
  locked: Partial<Record<Method, string | null>>;
  busy: boolean;
  refusal: Refusal | null;
  /** Refusals of this method in a row. */
  failures: number;
  otherWays: boolean;
  deliveries: Partial<Record<Method, Delivery>>;
  remaining: number | null;
  /** An answer was lost, with its transaction. The person is asked once more and told why. */
  askedAnew: boolean;
  /** The question ended because all attempts were used, not because of the time. */
  exhausted: boolean;
  help: { text: string; texts: Partial<Record<string, string>>; url: string | null };
}

/** What the machine has to know about methods without knowing them. */
export interface MethodTraits {
  /** Whether it can be used in this browser. */
  usable(method: Method): boolean;
  /** Never shown first while a better method only has to wait. */
  lastResort(method: Method): boolean;
}

export type GateAction =
  | { type: 'opened'; details: ChallengeDetails; traits: MethodTraits; anew?: boolean }
  | { type: 'refused'; refusal: Refusal; now: number }
  | { type: 'asked_password'; for: GateState['passwordFor'] }
  | { type: 'submitted' }
  | { type: 'chose'; method: Method }
  | { type: 'other_ways'; open: boolean }
  | { type: 'lost' }
  | { type: 'back' }
  | { type: 'delivered'; method: Method; delivery: Delivery }
  | { type: 'cooled'; method: Method }
  | { type: 'recovered'; remaining: number | null }
  | { type: 'expired' }
  | { type: 'retried' };

export const FIRST_STATE: GateState = {
  screen: 'opening',
  passwordFor: 'confirm',
  details: null,
  method: null,
  offered: [],
  blocked: [],
  locked: {},
  busy: false,
  refusal: null,
  failures: 0,
  otherWays: false,
  deliveries: {},
  remaining: null,
  askedAnew: false,
  exhausted: false,
  help: { text: '', texts: {}, url: null },
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Support {
  helpText?: unknown;
  helpTexts?: unknown;
  supportUrl?: unknown;
}

/** An answer with a default text and no others has no others. */
const textsOf = ({ helpText, helpTexts }: Support, before: GateState['help']['texts']): GateState['help']['texts'] => {
  if (typeof helpTexts !== 'object' || helpTexts === null) return helpText === undefined ? before : {};
  return Object.fromEntries(Object.entries(helpTexts).map(([language, text]) => [language, textOf(text)]));
};

const helpOf = (details: Support, before: GateState['help']): GateState['help'] => ({
  text: textOf(details.helpText) || before.text,
  texts: textsOf(details, before.texts),
  url: textOf(details.supportUrl) || before.url,
});

/** The preferred method, or the strongest. Locked methods come before the last resort. */
const firstOf = ({ preferred, locked }: ChallengeDetails, offered: Method[], traits: MethodTraits): Method | null => {
  const better = offered.find((method) => !traits.lastResort(method));
  if (preferred !== null && offered.includes(preferred) && !traits.lastResort(preferred)) return preferred;
  return better ?? locked[0]?.method ?? offered[0] ?? null;
};

/** A new challenge replaces everything except sent codes, which are still valid. */
const opened = (state: GateState, details: ChallengeDetails, traits: MethodTraits): GateState => {
  const offered = details.methods.filter(traits.usable);
  const locked = Object.fromEntries(details.locked.map(({ method, until }) => [method, until]));
  const first = firstOf(details, offered, traits);
  const stays = state.details?.transaction === details.transaction;
  return {
    ...FIRST_STATE,
    screen: details.code === 'MFA_ENROLLMENT_REQUIRED' ? 'enrollment' : 'challenge',
    details,
    offered,
    blocked: details.methods.filter((method) => !offered.includes(method)),
    locked,
    method: first,
    otherWays: first !== null && first in locked,
    deliveries: stays ? state.deliveries : {},
    help: helpOf(details, state.help),
  };
};

const lockedUntil = ({ details }: Refusal, now: number): string | null => {
  const seconds = details.retryAfterSeconds;
  return typeof seconds === 'number' ? new Date(now + seconds * 1000).toISOString() : null;
};

/** Too many attempts: this method has to wait. For a password, the message is next to its field. */
const cooling = (state: GateState, refusal: Refusal, now: number): GateState => {
  if (state.screen !== 'challenge' || state.method === null) return { ...state, busy: false, refusal };
  return {
    ...state,
    busy: false,
    refusal: null,
    failures: 0,
    offered: state.offered.filter((method) => method !== state.method),
    locked: { ...state.locked, [state.method]: lockedUntil(refusal, now) },
    otherWays: true,
  };
};

const lastAttempt = ({ code, details }: Refusal): boolean =>
  code === 'MFA_INVALID_CODE' && details.attemptsRemaining === 0;

const nothingOpenYet = (state: GateState): boolean => state.details === null && state.screen !== 'password';

const refused = (state: GateState, refusal: Refusal, now: number): GateState => {
  if (lastAttempt(refusal)) return { ...state, screen: 'expired', exhausted: true, busy: false };
  switch (refusal.code) {
    case 'MFA_TRANSACTION_EXPIRED':
      return { ...state, screen: 'expired', busy: false };
    case 'MFA_TOO_MANY_ATTEMPTS':
      return cooling(state, refusal, now);
    case 'MFA_PASSWORD_REQUIRED':
      return { ...state, screen: 'password', passwordFor: 'enroll', busy: false };
    case 'MFA_REAUTHENTICATION_REQUIRED':
      return { ...state, screen: 'reauthenticate', busy: false };
    case 'MFA_NO_USABLE_METHOD':
      return { ...state, screen: 'stuck', busy: false, help: helpOf(refusal.details, state.help) };
    default:
      if (nothingOpenYet(state)) return { ...state, screen: 'unreachable', busy: false, refusal };
      return { ...state, busy: false, refusal, failures: state.failures + 1 };
  }
};

const chose = (state: GateState, method: Method): GateState => ({
  ...state,
  screen: 'challenge',
  method,
  refusal: null,
  failures: 0,
  otherWays: false,
});

const cooled = (state: GateState, method: Method): GateState => {
  const { [method]: _gone, ...locked } = state.locked;
  return { ...state, locked, offered: state.offered.includes(method) ? state.offered : [...state.offered, method] };
};

export const gateReducer = (state: GateState, action: GateAction): GateState => {
  switch (action.type) {
    case 'opened':
      return { ...opened(state, action.details, action.traits), askedAnew: action.anew ?? false };
    case 'refused':
      return refused(state, action.refusal, action.now);
    case 'asked_password':
      return { ...state, screen: 'password', passwordFor: action.for };
    case 'submitted':
      return { ...state, busy: true, refusal: null, askedAnew: false };
    case 'chose':
      return chose(state, action.method);
    case 'other_ways':
      return { ...state, otherWays: action.open };
    case 'lost':
      return { ...state, screen: 'lost' };
    case 'back':
      return { ...state, screen: 'challenge', otherWays: true };
    case 'delivered':
      return { ...state, deliveries: { ...state.deliveries, [action.method]: action.delivery } };
    case 'cooled':
      return cooled(state, action.method);
    case 'recovered':
      return { ...state, screen: 'recovered', busy: false, remaining: action.remaining };
    case 'expired':
      return { ...state, screen: 'expired', busy: false };
    case 'retried':
      return { ...state, screen: 'opening', refusal: null, busy: false };
  }
};
