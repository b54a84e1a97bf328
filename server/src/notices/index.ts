/**
 * The notices room: mails that tell people what happened to their account.
 * Promises: queued with the change they tell of, to the address of that moment, and sent after it, never blocking; in the
 * person's language; each switchable by the policy and replaceable by the site owner; a failure is recorded.
 * Never: a code, a token or a link that logs in; the same word twice.
 */
export { createNotices, NOTICE_KIND, type NoticeNeeds } from './create';
export { createMarks, type Marks } from './marks';
export { createNewBrowsers, type NewBrowsers } from './new-browsers';
export { createGraceReminders, type GraceReminders } from './grace';
export type { NoticeEvent, NoticeFacts, Notices, TakeoverStep } from './notices';
