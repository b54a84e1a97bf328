/**
 * Emails that tell people what happened to their account.
 * Promises: queued with the change they report, to the address at that moment, and sent after it, never blocking; in
 * the person's language; each can be turned off in the policy and replaced by the site owner; a failure is recorded.
 * Never: a code, a token, or a link that logs in; the same email twice.
 */
export { createNotices, NOTICE_KIND, type NoticeNeeds } from './create';
export { createOnceOnly, type OnceOnly } from './once-only';
export { createNewBrowsers, type NewBrowsers } from './new-browsers';
export { createGraceReminders, graceStage, type GraceReminders } from './grace';
export { createNoticeSamples, type NoticeSamples } from './samples';
export type { NoticeEvent, NoticeFacts, Notices, TakeoverStep } from './notices';
