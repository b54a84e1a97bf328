/**
 * The notices room: mails that tell people what happened to their account.
 * Promises: queued with the change they tell of and sent after it, never blocking; each switchable by the policy.
 * Never: a code, a token or a link that logs in.
 */
import type { Outbox } from '../outbox';
import type { Notices } from './notices';

export { NOTICE_EVENTS, type NoticeEvent, type Notices } from './notices';

export const NOTICE_KIND = 'notice';

export const createNotices = ({ outbox }: { outbox: Outbox }): Notices => ({
  tell: (event, userId, facts, trx) => outbox.put(NOTICE_KIND, { event, userId, facts }, trx),
  flush: () => outbox.flush(),
});
