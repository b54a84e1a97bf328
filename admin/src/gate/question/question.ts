/** What the held, the screen and the page say to each other about a question. Types only. */
import type { Asked } from '../held-requests/refusals';
import type { Repeat } from '../held-requests/requests';

/** A request the server refused with a question. */
export interface Held {
  /** Below the backend, lower case. */
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
  /** The request that brought it. */
  held: Held;
}

/** A drawn question. */
export interface Drawn {
  /** Takes it off the screen; resolves when the page below is as it was. */
  close(): Promise<void>;
}

export interface QuestionEvents {
  /** Proved. `body` is what a held sign-in was waiting for; null when requests are to be repeated. */
  proved(body: unknown): void;
  /** A sign-in: its request gets the refusal. A step-up is put aside: what waits goes on waiting. */
  cancel(): void;
  /** The transaction is over; the screen stays and says why. A sign-in gets its refusal; a step-up can be begun anew. */
  expire(): void;
  /** An answer got lost: tries one of the waiting. True when it passed, and with it everything else. */
  lookAgain(): Promise<boolean>;
}

/** The bar in place of a question that was put aside. */
export interface AsideEvents {
  confirm(): void;
  /** Everybody waiting gets the refusal. */
  discard(): void;
}

export interface HeldRequestsPorts {
  asks(response: Response): Promise<Asked | null>;
  newestToken(): string | null;
  draw(question: Question, events: QuestionEvents): Promise<Drawn>;
  drawAside(words: { unsaved: boolean }, events: AsideEvents): Promise<Drawn>;
  /** The refusal as the page that sent the request should read it. */
  refusalFor(held: Held, kind: QuestionKind): Promise<Response>;
  answerWith(body: unknown): Response;
  /** A sign-in was proved whose request is gone: the panel itself must learn of the session. */
  adopt(body: unknown): void;
  /** A sign-in whose credentials are spent was given up. */
  afterSpentSignIn(held: Held): void;
  tellOtherTabs(): void;
}

export interface HeldRequests {
  hold(held: Held): Promise<Response>;
  /** Another tab proved the second step of this session. */
  provedElsewhere(): Promise<void>;
  /** Something would be lost if the page went away now. */
  unsaved(): boolean;
  /** Nobody is signed in any more, or somebody else is. */
  userChanged(): void;
  /** What is being asked; null when nothing is. */
  current(): Question | null;
}
