/** Shared basics. They import none of the other wings. */
export * from './accounts';
export * from './config';
export * from './crypto';
export * from './deadline';
export * from './errors';
export * from './platform-deps';
export * from './home';
export * from './lazy-require';
export * from './log';
export * from './rate-limit';
export * from './ports';
export * from './store';
export * from './teardown';
export * from './fair-queue';
export * from './untrusted';
export { default as pluginConfig } from './config';
