/** One request that waits for the answer to a question, and what kind it is. */
import type { Held, QuestionKind } from '../question/question';

export interface Waiting {
  held: Held;
  kind: QuestionKind;
  /** How often this request brought a question. */
  asked: number;
  settle(response: Response): void;
  fail(reason: unknown): void;
}

const SPENT = /^\/admin\/(register|register-admin|reset-password)$/;
const LOG_IN = '/admin/login';

/** Opened with a link or a password that works once. */
export const isSpent = ({ path }: Held): boolean => SPENT.test(path);

/** "No usable method" carries no purpose: there the door tells. */
export const kindOf = ({ path, asked }: Held): QuestionKind =>
  asked.details.purpose === 'sign_in' || path === LOG_IN || SPENT.test(path) ? 'sign_in' : 'step_up';

const SAFE = /^(GET|HEAD|OPTIONS)$/;
/** Asked with a GET on behalf of a file that waits to be sent. */
const UPLOAD = '/mfa/gate';

/** Something a person made is lost with this request; a read can be had again. */
export const isUnsaved = ({ held, kind }: Waiting): boolean =>
  kind === 'step_up' && (!SAFE.test(held.method) || held.path === UPLOAD);

/** One sign-in sent twice, by a double click. */
export const isSameSignIn = (one: Held, other: Held): boolean => one.path === other.path && one.body === other.body;

/** Equal reads share one repetition; everything else is repeated on its own. */
export const sharedKey = ({ held }: Waiting): string | null =>
  held.method === 'GET' ? `${held.address} ${held.authorization ?? ''}` : null;
