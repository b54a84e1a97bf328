/**
 * Who is protected, and what an administrator may do about people who aren't.
 * Promises: nobody acts on people with more permissions or on themselves; a change, its email, and its event are
 * committed together; a list needs the same number of queries for ten people and ten thousand. Never: a secret, a
 * verdict of its own.
 */
export { createRanks, SUPER_ADMIN_CODE, type Ranks } from './ranks';
export { activeSuperAdmins, type Actor } from './actors';
export { COVERAGE_KEPT_DAYS } from './coverage';
export { createPeople, type People, type PeopleDeps } from './create';
export { peopleFilterShape, type PeopleFilters } from './filters';
export { endEverything } from './end-everything';
export { followUsers, type FollowDeps } from './follow-user';
export { raiseTakeoverAlarm, TAKEOVER_EVENTS, type TakeoverAlarmDeps } from './takeover-alarm';
export { createCheckRows, type CheckRows } from './verification';
export type { ResetDone, ResetRequest } from './resets';
