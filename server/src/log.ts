import type { Core } from '@strapi/strapi';

/** knex puts the whole statement, values included, before " - ": only what the database said may reach the log. */
const spoken = (message: string): string => message.slice(message.lastIndexOf(' - ') + 1).trim();

/** One line for the operator, with the cause and without anything a person typed. */
export const logFailure = (strapi: Core.Strapi, what: string, error: unknown): void => {
  const cause = error instanceof Error ? `${error.name}: ${spoken(error.message)}` : 'unknown cause';
  const place =
    error instanceof Error ? (error.stack?.split('\n').find((line) => line.trim().startsWith('at ')) ?? '') : '';
  strapi.log.error(`[mfa] ${what} failed: ${cause} ${place.trim()}`);
};
