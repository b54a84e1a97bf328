/**
 * The logic of a passkey login. Autofill waits in the background, a press of the button replaces it, and late answers
 * are ignored.
 */
import { askOptions, verify, type LoginFault, type Options } from './calls';
import { forget, hasAutofill, requestPasskey } from './browser-request';

export type Said = LoginFault | 'failed' | 'ready' | null;

export interface LoginState {
  /** A prompt is open, or the server is verifying its answer. */
  running: boolean;
  said: Said;
}

interface Ports {
  rememberMe(): boolean;
  signedIn(token: string, rememberMe: boolean): void;
  changed(state: LoginState): void;
}

export interface PasskeyLogin {
  /** Offers passkeys in the email field's autofill, if the browser supports it and no other request is open. */
  waitInField(): void;
  press(): void;
  cancel(): void;
  /** Call this when the form is sent, or when the person leaves the page. */
  stop(): void;
}

/** The server accepts a challenge for five minutes. This leaves time for the prompt. */
const FRESH_MS = 3 * 60_000;
const RENEW_MS = 4 * 60_000;

const QUIET = ['AbortError', 'NotAllowedError'];

/** Browsers refuse a prompt if the press was too long ago. If the browser can't tell, the code tries anyway. */
const inTime = (): boolean => navigator.userActivation?.isActive !== false;

export const createPasskeyLogin = ({ rememberMe, signedIn, changed }: Ports): PasskeyLogin => {
  let current: AbortController | null = null;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let kept: Options | null = null;

  /** Ends the previous request, because the browser accepts one at a time. */
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
    // Autofill starts again when the person returns to the field. Restarting now could repeat the same refused answer
    // forever.
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
    // Tries once, because a browser that refuses immediately would refuse every time.
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
