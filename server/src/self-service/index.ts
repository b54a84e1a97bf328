/** What people do for themselves: setting up methods, and the page about their own security. */
export * from './enrollment';
export * from './first-factor';
export * from './own-security';
