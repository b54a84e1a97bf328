/**
 * The policy editor's room: how the policy is changed, with what it would do to everybody told before anything is saved.
 * Promises: judged by the same `decide` that will do it, written once, recorded old → new, super admins told when it grew
 * laxer. Never: a policy that locks out its author, the last super admin or everyone; a level above one's own lowered.
 */
export { createPolicyEditor, type Author, type PolicyEditor } from './editor';
