/** The log-in without its looks: autofill waits, a press takes over, and whatever comes too late does nothing. */
import { askOptions, verify, type LoginFault, type Options } from './calls';
import { forget, hasAutofill, requestPasskey } from './browser-request';

export type Said = LoginFault | 'failed' | 'ready' | null;

export interface LoginState {
  /** A prompt is open, or its answer is being judged. */
  running: boolean;
  said: Said;
}

interface Ports {
  rememberMe(): boolean;
  signedIn(token: string, rememberMe: boolean): void;
  changed(state: LoginState): void;
}

export interface PasskeyLogin {
  /** Waits in the e-mail field's autofill, where the browser can and nothing else was asked of it. */
  waitInField(): void;
  press(): void;
  cancel(): void;
  /** The form is sent, or the page is left. */
  stop(): void;
}

/** The server takes a challenge for five minutes; a prompt may stand open for a while. */
const FRESH_MS = 3 * 60_000;
const RENEW_MS = 4 * 60_000;

const QUIET = ['AbortError', 'NotAllowedError'];

/** The browser refuses a prompt when the press is too long ago. Unknown counts as in time. */
const inTime = (): boolean => navigator.userActivation?.isActive !== false;

export const createPasskeyLogin = ({ rememberMe, signedIn, changed }: Ports): PasskeyLogin => {
  let current: AbortController | null = null;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let kept: Options | null = null;

  /** Ends whatever was asked of the browser: it takes one request at a time. */
  const take = (): AbortSignal => {
    current?.abort();
    clearTimeout(renewal);
    current = new AbortController();
    return current.signal;
  };

  const judge = async ({ challenge, publicKey }: Options, response: Record<string, unknown>, signal: AbortSignal) => {
    kept = null;
    changed({ running: true, said: null });
    const remember = rememberMe();
    const answer = await verify(challenge, response, remember);
    if (signal.aborted) return;
    if (answer.ok) return signedIn(answer.data, remember);
    if (answer.fault === 'unknown') forget(publicKey.rpId, response['id']);
    // Autofill waits again when somebody comes back to the field: the same answer at once would be refused for ever.
    clearTimeout(renewal);
    current = null;
    changed({ running: false, said: answer.fault });
  };

  const wait = async (): Promise<void> => {
    const signal = take();
    if (!(await hasAutofill()) || signal.aborted) return;
    const answer = await askOptions();
    if (!answer.ok || signal.aborted) return;
    kept = answer.data;
    renewal = setTimeout(() => void wait(), RENEW_MS);
    const asked = await requestPasskey(answer.data.publicKey, 'conditional', signal);
    // One try: a browser that refuses at once would do so for ever.
    if (!signal.aborted && asked.ok) await judge(answer.data, asked.response, signal);
  };

  const optionsNow = async (): Promise<Options | LoginFault> => {
    if (kept && Date.now() - kept.at < FRESH_MS) return kept;
    const answer = await askOptions();
    return answer.ok ? (kept = answer.data) : answer.fault;
  };

  const prompt = async (signal: AbortSignal): Promise<void> => {
    const options = await optionsNow();
    if (signal.aborted) return;
    if (typeof options === 'string') return changed({ running: false, said: options });
    if (!inTime()) return changed({ running: false, said: 'ready' });
    const asked = await requestPasskey(options.publicKey, 'optional', signal);
    if (signal.aborted) return;
    if (asked.ok) return judge(options, asked.response, signal);
    changed({ running: false, said: QUIET.includes(asked.thrown) ? null : 'failed' });
    void wait();
  };

  return {
    waitInField: () => void (current === null && wait()),
    press() {
      const signal = take();
      changed({ running: true, said: null });
      void prompt(signal);
    },
    cancel() {
      take();
      changed({ running: false, said: null });
      void wait();
    },
    stop() {
      take();
      current = null;
      changed({ running: false, said: null });
    },
  };
};
