/**
 * The command-line room: `strapi-mfa`, for whoever has the server and no way in.
 * Promises: works with nothing but the database and the configuration; every use is recorded as done on the command line,
 * what failed included; answers for people and, with --json, for scripts. Never: a secret on the screen, but for the
 * pass that was asked for.
 */
export { createCommandLine, type CommandLine } from './create';
