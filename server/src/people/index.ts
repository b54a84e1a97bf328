/**
 * The people room: who has what, and what an administrator may do about it.
 * Promises: nobody acts on somebody more powerful. Never: a decision about a session.
 */
export { createRanks, SUPER_ADMIN_CODE, type Ranks } from './above';
export { endEverything, followUsers, type FollowDeps } from './follow-user';
