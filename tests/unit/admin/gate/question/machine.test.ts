import {
  FIRST_STATE,
  gateReducer,
  type GateAction,
  type GateState,
} from '../../../../../admin/src/gate/question/machine';
import type { Refusal } from '../../../../../admin/src/factors/factor-ui';
import type { ChallengeDetails, Method } from '../../../../../shared/contracts';

const NOW = Date.UTC(2030, 0, 1, 12);

const challenge = (change: Partial<ChallengeDetails> = {}): ChallengeDetails => ({
  code: 'MFA_REQUIRED',
  purpose: 'sign_in',
  transaction: 'transaction-1',
  expiresAt: new Date(NOW + 300_000).toISOString(),
  methods: ['webauthn', 'totp', 'recovery_code'],
  preferred: 'webauthn',
  locked: [],
  destinations: {},
  trustBrowserDays: null,
  ...change,
});

const refusal = (code: Refusal['code'], details: Record<string, unknown> = {}, status = 400): Refusal => ({
  status,
  code,
  message: '',
  details,
});

const traits = (...blocked: Method[]) => ({
  usable: (method: Method) => !blocked.includes(method),
  lastResort: (method: Method) => method === 'recovery_code',
});

const after = (...actions: GateAction[]): GateState => actions.reduce(gateReducer, FIRST_STATE);
const opened = (change: Partial<ChallengeDetails> = {}, ...blocked: Method[]): GateAction => ({
  type: 'opened',
  details: challenge(change),
  traits: traits(...blocked),
});
const refused = (...given: Parameters<typeof refusal>): GateAction => ({
  type: 'refused',
  refusal: refusal(...given),
  now: NOW,
});

describe('the first screen', () => {
  it('asks for the security key when there is one [A35]', () => {
    expect(after(opened())).toMatchObject({ screen: 'challenge', method: 'webauthn', otherWays: false });
  });

  it('asks for what the person prefers', () => {
    expect(after(opened({ preferred: 'totp' })).method).toBe('totp');
  });

  it('goes to the next way when this browser cannot use keys, and remembers why [B53] [B56]', () => {
    const state = after(opened({}, 'webauthn'));
    expect(state).toMatchObject({ method: 'totp', offered: ['totp', 'recovery_code'], blocked: ['webauthn'] });
  });

  it('shows what is locked when nothing else is left', () => {
    const until = new Date(NOW + 60_000).toISOString();
    const state = after(opened({ methods: [], preferred: null, locked: [{ method: 'totp', until }] }));
    expect(state).toMatchObject({ screen: 'challenge', method: 'totp', offered: [], locked: { totp: until } });
  });

  it('shows what only has to wait before the last resort, with the other ways open', () => {
    const locked = [{ method: 'totp' as const, until: new Date(NOW + 60_000).toISOString() }];
    for (const preferred of ['recovery_code', null] as const) {
      const state = after(opened({ methods: ['recovery_code'], preferred, locked }));
      expect(state).toMatchObject({ method: 'totp', offered: ['recovery_code'], otherWays: true });
    }
    expect(after(opened({ methods: ['recovery_code'], preferred: null })).method).toBe('recovery_code');
  });

  it('is the wizard when something must be set up [B19]', () => {
    expect(after(opened({ code: 'MFA_ENROLLMENT_REQUIRED' })).screen).toBe('enrollment');
  });

  it('asks for the password before a live session may set anything up', () => {
    expect(after(refused('MFA_PASSWORD_REQUIRED'))).toMatchObject({ screen: 'password', passwordFor: 'enroll' });
  });

  it('asks for the password where it stands in for a method', () => {
    expect(after({ type: 'asked_password', for: 'confirm' })).toMatchObject({
      screen: 'password',
      passwordFor: 'confirm',
    });
  });

  it('offers a new login to an account without a password', () => {
    expect(after(refused('MFA_REAUTHENTICATION_REQUIRED')).screen).toBe('reauthenticate');
  });

  it('says whom to ask when nothing can be used [A40]', () => {
    const state = after(
      refused('MFA_NO_USABLE_METHOD', { helpText: 'Ask Kim.', supportUrl: 'https://help.example.com' })
    );
    expect(state).toMatchObject({
      screen: 'stuck',
      help: { text: 'Ask Kim.', texts: {}, url: 'https://help.example.com' },
    });
  });

  it('says that the server does not answer, and tries again', () => {
    const state = after(refused('UNREACHABLE', {}, 0));
    expect(state.screen).toBe('unreachable');
    expect(gateReducer(state, { type: 'retried' })).toMatchObject({ screen: 'opening', refusal: null });
  });
});

describe('another way', () => {
  it('is chosen, and back again [A36]', () => {
    const state = after(opened(), { type: 'other_ways', open: true }, { type: 'chose', method: 'totp' });
    expect(state).toMatchObject({ method: 'totp', otherWays: false, refusal: null, failures: 0 });
    expect(gateReducer(state, { type: 'chose', method: 'webauthn' }).method).toBe('webauthn');
  });

  it('forgets what was refused before', () => {
    const state = after(opened(), { type: 'chose', method: 'totp' }, refused('MFA_INVALID_CODE'), {
      type: 'chose',
      method: 'recovery_code',
    });
    expect(state).toMatchObject({ refusal: null, failures: 0 });
  });

  it('is the help for whoever lost everything, and the list is still open afterwards', () => {
    const lost = after(opened(), { type: 'lost' });
    expect(lost.screen).toBe('lost');
    expect(gateReducer(lost, { type: 'back' })).toMatchObject({ screen: 'challenge', otherWays: true });
  });
});

describe('a proof', () => {
  it('is judged once at a time', () => {
    expect(after(opened(), { type: 'submitted' })).toMatchObject({ busy: true, refusal: null });
  });

  it('that is wrong can be tried again, and the second time is known as such', () => {
    const once = after(
      opened({ preferred: 'totp' }),
      { type: 'submitted' },
      refused('MFA_INVALID_CODE', { attemptsRemaining: 4 })
    );
    expect(once).toMatchObject({ screen: 'challenge', busy: false, failures: 1 });
    expect(gateReducer(once, refused('MFA_INVALID_CODE')).failures).toBe(2);
  });

  it('that comes too late ends the question', () => {
    expect(after(opened(), { type: 'submitted' }, refused('MFA_TRANSACTION_EXPIRED', {}, 410)).screen).toBe('expired');
    expect(after(opened(), { type: 'expired' }).screen).toBe('expired');
  });

  it('that was the last one allowed ends the question and says so', () => {
    const state = after(opened(), refused('MFA_INVALID_CODE', { attemptsRemaining: 0 }));
    expect(state).toMatchObject({ screen: 'expired', exhausted: true });
  });

  it('after too many guesses makes this way wait and leaves the others', () => {
    const state = after(
      opened({ preferred: 'totp' }),
      refused('MFA_TOO_MANY_ATTEMPTS', { retryAfterSeconds: 30 }, 429)
    );
    expect(state).toMatchObject({
      method: 'totp',
      offered: ['webauthn', 'recovery_code'],
      busy: false,
      otherWays: true,
    });
    expect(state.locked.totp).toBe(new Date(NOW + 30_000).toISOString());
    const cooled = gateReducer(state, { type: 'cooled', method: 'totp' });
    expect(cooled.locked).toEqual({});
    expect(cooled.offered).toContain('totp');
  });

  it('after far too many guesses waits for another way, not for a time', () => {
    const state = after(
      opened({ preferred: 'totp' }),
      refused('MFA_TOO_MANY_ATTEMPTS', { retryAfterSeconds: null }, 429)
    );
    expect(state.locked).toEqual({ totp: null });
  });

  it('with a recovery code says how many are left', () => {
    expect(after(opened(), { type: 'recovered', remaining: 3 })).toMatchObject({ screen: 'recovered', remaining: 3 });
  });

  it('that the server could not judge is not counted', () => {
    const state = after(opened(), { type: 'submitted' }, refused('UNREACHABLE', {}, 0));
    expect(state).toMatchObject({ screen: 'challenge', busy: false, method: 'webauthn' });
  });
});

describe('a password', () => {
  const asked: GateAction = { type: 'asked_password', for: 'confirm' };

  it('that is wrong is asked again', () => {
    const state = after(asked, { type: 'submitted' }, refused('MFA_INVALID_PASSWORD'));
    expect(state).toMatchObject({ screen: 'password', failures: 1, busy: false });
  });

  it('after too many guesses says so beside its field', () => {
    const state = after(asked, { type: 'submitted' }, refused('MFA_TOO_MANY_ATTEMPTS', { retryAfterSeconds: 30 }, 429));
    expect(state).toMatchObject({ screen: 'password', busy: false, refusal: { code: 'MFA_TOO_MANY_ATTEMPTS' } });
  });
});

describe('a code that travels', () => {
  const delivery = { destination: 'a•••@example.com', resendAt: '', expiresAt: '' };
  const delivered: GateAction = { type: 'delivered', method: 'email', delivery };

  it('is not sent again by looking at another way and back [C8]', () => {
    const state = after(opened(), delivered, { type: 'chose', method: 'totp' }, { type: 'chose', method: 'email' });
    expect(state.deliveries.email).toEqual(delivery);
  });

  it('belongs to its transaction', () => {
    const state = after(opened(), delivered, opened({ transaction: 'transaction-2' }));
    expect(state.deliveries).toEqual({});
  });
});
