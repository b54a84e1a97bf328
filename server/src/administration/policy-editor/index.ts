/**
 * Changes the policy, and shows its effect on everybody before it's saved.
 * Promises: checked with the same `decide` that will apply it, written once, recorded old → new, and Super Admins are
 * told if it was relaxed. Never: a policy that locks out its author, the last Super Admin, or everyone; a requirement
 * relaxed for people with more permissions.
 */
export { createPolicyEditor, type Author, type PolicyEditor } from './editor';
export { createPolicyReport, type PolicyReporting } from './report';
