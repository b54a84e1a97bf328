/** A request that waits for the answer to a question, and its kind. */
import type { Held, QuestionKind } from '../question/question';

export interface Waiting {
  held: Held;
  kind: QuestionKind;
  /** How many times this request caused a question. */
  asked: number;
  settle(response: Response): void;
  fail(reason: unknown): void;
}

const SPENT = /^\/admin\/(register|register-admin|reset-password)$/;
const LOG_IN = '/admin/login';

/** Opened with a single-use link or password. */
export const isSpent = ({ path }: Held): boolean => SPENT.test(path);

/** "No usable method" has no purpose, so the route decides. */
export const kindOf = ({ path, asked }: Held): QuestionKind =>
  asked.details.purpose === 'sign_in' || path === LOG_IN || SPENT.test(path) ? 'sign_in' : 'step_up';

const SAFE = /^(GET|HEAD|OPTIONS)$/;
/** A GET on behalf of a file that waits to be uploaded. */
const UPLOAD = '/mfa/gate';

/** If this request fails, a person's work is lost. A read can be repeated. */
export const isUnsaved = ({ held, kind }: Waiting): boolean =>
  kind === 'step_up' && (!SAFE.test(held.method) || held.path === UPLOAD);

/** The same login sent twice by a double click. */
export const isSameSignIn = (one: Held, other: Held): boolean => one.path === other.path && one.body === other.body;

/** Equal reads share one repetition. Other requests are repeated individually. */
export const sharedKey = ({ held }: Waiting): string | null =>
  held.method === 'GET' ? `${held.address} ${held.authorization ?? ''}` : null;
