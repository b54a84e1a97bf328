import type { Method } from '../../../../shared/contracts/types';
import type { NoticeEvent, TakeoverStep } from '../notices';

export interface EventText {
  subject: string;
  /** What happened, in one sentence. */
  lead: string;
  /** What to do, above all if it was not this person. */
  advice: string;
}

/** `{site}` and the facts of `NoticeFacts`, written out in the person's language, are filled in. */
export interface NoticeTexts {
  labels: { when: string; browser: string; ip: string; method: string; by: string };
  /** What somebody did to an account, step by step: filled in for `{steps}`, one behind the other. */
  steps: Record<TakeoverStep, string>;
  /** Between two of them. */
  stepSeparator: string;
  /** In place of a time where nothing but a person ends a lock. */
  untilLifted: string;
  methods: Record<Method, string>;
  closing: string;
  /** `locked`, where it was the password that was guessed, inside a session. */
  lockedPassword: EventText;
  events: Record<NoticeEvent, EventText>;
}
