/** How people log in and stay logged in. */
export * from './front-door';
export * from './guard';
export * from './passkey';
export * from './session-ends';
export * from './step-up';
export * from './transactions';
