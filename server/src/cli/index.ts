/**
 * The program `strapi-mfa`, for operators who have the server but can't log in.
 * Promises: needs only the database and the configuration; records every use as done on the command line, including
 * failures; prints for people and, with --json, for scripts. Never: prints a secret, except the requested pass.
 */
export { createCommandLine, type CommandLine } from './create';
