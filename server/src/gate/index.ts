/** How one gets in, and stays in. */
export * from './front-door';
export * from './guard';
export * from './passkey';
export * from './session-ends';
export * from './step-up';
export * from './transactions';
