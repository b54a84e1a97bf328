import type { Core } from '@strapi/strapi';

/** knex puts the whole statement, with its values, before " - ". Only the database's message may reach the log. */
const said = (message: string): string => message.slice(message.lastIndexOf(' - ') + 1).trim();

/** A line break in other people's text would start a line of its own in the log (CWE-117). */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

/** One line for the operator, with the cause and without anything that a person entered. */
export const logFailure = (strapi: Core.Strapi, what: string, error: unknown): void => {
  const cause = error instanceof Error ? oneLine(`${error.name}: ${said(error.message)}`) : 'unknown cause';
  const place =
    error instanceof Error ? (error.stack?.split('\n').find((line) => line.trim().startsWith('at ')) ?? '') : '';
  strapi.log.error(`[mfa] ${what} failed: ${cause} ${place.trim()}`);
};
