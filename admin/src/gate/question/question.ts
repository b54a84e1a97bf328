/** The interface between the held requests, the screen, and the page. Types only. */
import type { Asked } from '../held-requests/refusals';
import type { Repeat } from '../held-requests/requests';

/** A request that the server refused with a question. */
export interface Held {
  /** Below the backend, in lower case. */
  path: string;
  address: string;
  method: string;
  body: string | null;
  authorization: string | null;
  signal: AbortSignal | null;
  response: Response;
  asked: Asked;
  repeat: Repeat | null;
}

export type QuestionKind = 'sign_in' | 'step_up';

export interface Question {
  kind: QuestionKind;
  asked: Asked;
  /** The request that caused it. */
  held: Held;
}

/** A drawn question. */
export interface Drawn {
  /** Removes it from the screen. Resolves when the page below is restored. */
  close(): Promise<void>;
}

export interface QuestionEvents {
  /** Proved. `body` is the answer for a held login. Null if requests are to be repeated. */
  proved(body: unknown): void;
  /** A login's request gets the refusal. A step-up is put aside, and its requests keep waiting. */
  cancel(): void;
  /**
   * The transaction is over, and the screen explains why. A login gets its refusal, and a step-up can be started again.
   */
  expire(): void;
  /** An answer was lost, so one of the waiting requests is tried. True if it succeeded, and with it all others. */
  lookAgain(): Promise<boolean>;
}

/** The bar that replaces a canceled question. */
export interface AsideEvents {
  confirm(): void;
  /** All waiting requests get the refusal. */
  discard(): void;
}

export interface HeldRequestsPorts {
  asks(response: Response): Promise<Asked | null>;
  newestToken(): string | null;
  draw(question: Question, events: QuestionEvents): Promise<Drawn>;
  drawAside(words: { unsaved: boolean }, events: AsideEvents): Promise<Drawn>;
  /** The refusal as the page should show it. */
  refusalFor(held: Held, kind: QuestionKind): Promise<Response>;
  answerWith(body: unknown): Response;
  /** A login was proved whose request is gone, so the panel has to be told about the session. */
  adopt(body: unknown): void;
  /** A login with used-up credentials was given up. */
  afterSpentSignIn(held: Held): void;
  tellOtherTabs(): void;
}

export interface HeldRequests {
  hold(held: Held): Promise<Response>;
  /** Another tab proved the second factor of this session. */
  provedElsewhere(): Promise<void>;
  /** Whether something would be lost if the page closed now. */
  unsaved(): boolean;
  /** Nobody is logged in anymore, or someone else is. */
  userChanged(): void;
  /** The current question. Null if there is none. */
  current(): Question | null;
}
