/** What an administrator may do: manage people and the policy, and check the server for problems. */
export * from './diagnostics';
export * from './plugin-import';
export * from './people';
export * from './policy-editor';
