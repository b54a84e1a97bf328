/** What an administrator may do: people, the policy, and a look at what is wrong with the host. */
export * from './diagnostics';
export * from './moving';
export * from './people';
export * from './policy-editor';
