/** What everyone does for oneself: setting up methods, and the page about one's own security. */
export * from './enrollment';
export * from './first-factor';
export * from './own-security';
