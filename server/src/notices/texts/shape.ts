import type { Method } from '../../../../shared/contracts/types';
import type { NoticeEvent, TakeoverStep } from '../notices';

export interface EventText {
  subject: string;
  /** What happened, in one sentence. */
  lead: string;
  /** What to do, especially if someone else did it. */
  advice: string;
}

/** `{site}` and the facts of `NoticeFacts` are filled in, in the format of the person's language. */
export interface NoticeTexts {
  labels: { when: string; browser: string; ip: string; method: string; by: string };
  /** What someone did to an account, as a list of steps for `{steps}`. */
  steps: Record<TakeoverStep, string>;
  /** The separator between two steps. */
  stepSeparator: string;
  /** Replaces a time if the lock stays until a person lifts it. */
  untilLifted: string;
  methods: Record<Method, string>;
  closing: string;
  /** Marks an email that an administrator sent to themselves to see it. */
  sample: { label: string; line: string };
  /** For `locked`, if it was the password that someone guessed in a session. */
  lockedPassword: EventText;
  events: Record<NoticeEvent, EventText>;
}
