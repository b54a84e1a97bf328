/**
 * Reading an existing credential is worth as much as creating one: a token that Strapi shows again, the headers of a
 * webhook, an emailed link. Recognized by the handler, by the requested type, and by the requested column. Lists
 * without these need no proof.
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

const WEBHOOK_LIST = 'admin::webhooks.listWebhooks';

/** Handlers whose answer contains a credential. Keys are `<plugin>::<controller>.<action>`. */
const READING_ACTIONS: ReadonlySet<string> = new Set([
  'admin::api-token.get',
  'admin::admin-token.get',
  'admin::transfer.token-getById',
  'admin::webhooks.getWebhook',
  WEBHOOK_LIST,
  // Client secrets of the login providers for the site's own users.
  'users-permissions::settings.getProviders',
]);

/**
 * Types whose rows contain credentials. The content manager reads and writes any type for whoever has its permission.
 */
const CREDENTIAL_TYPES = /^(admin::(api-token|transfer-token|user|session|role)|strapi::|plugin::strapi-identity\.)/i;

/** Columns with a credential. A filter on such a column reveals its value one character at a time. */
const CREDENTIAL_COLUMNS = /^(reset_?password_?token|registration_?token|password|access_?key|encrypted_?key)$/i;

/** Relations that lead to administrators. Some of Strapi's lists return whole rows of them. */
const TO_PEOPLE = /^(\*|created_?by|updated_?by|users?|admin_?user(_?owner)?|strapi_assignee)$/i;

const texts = function* (root: unknown): Generator<string> {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') yield value;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, one] of Object.entries(value)) {
      yield key;
      waiting.push(one);
    }
  }
};

const namesColumn = (text: string): boolean => text.split(/[^A-Za-z_]+/).some((word) => CREDENTIAL_COLUMNS.test(word));

/** The query parameters that name columns. A search text may be any word. */
const asksForColumn = ({ query }: Context): boolean => {
  const { filters, where, fields, sort, populate }: Record<string, unknown> = query ?? {};
  for (const part of [filters, where, fields, sort, populate]) {
    if (part === undefined) continue;
    for (const text of texts(part)) if (namesColumn(text)) return true;
  }
  return false;
};

/** The panel never requests relations on Strapi's own routes, and other clients never need people's. */
const asksForPeople = ({ query }: Context, name: string): boolean => {
  const populate: unknown = query?.populate;
  if (populate === undefined) return false;
  if (name.startsWith('admin::')) return true;
  for (const text of texts(populate)) if (text.split(/[.,]/).some((word) => TO_PEOPLE.test(word.trim()))) return true;
  return false;
};

const namesCredentialType = ({ params }: Context): boolean => {
  for (const text of texts(params)) if (CREDENTIAL_TYPES.test(text)) return true;
  return false;
};

/** Whether the answer to this request may contain a stored credential. */
export const readsCredential = (ctx: Context, name: string): boolean => {
  if (READING_ACTIONS.has(name)) return true;
  if (name.startsWith('content-manager::') && namesCredentialType(ctx)) return true;
  return asksForPeople(ctx, name) || asksForColumn(ctx);
};

/** A user name, a query, or a part long enough to be a token: the address itself grants access. */
const addressTells = (address: unknown): boolean => {
  if (typeof address !== 'string' || !URL.canParse(address)) return true;
  const { username, password, search, pathname } = new URL(address);
  return username + password + search !== '' || pathname.split('/').some((part) => part.length >= 16);
};

const webhookTells = ({ headers, url }: { headers?: unknown; url?: unknown }): boolean =>
  Object.keys(Object(headers)).length > 0 || addressTells(url);

/** A list of webhooks requires a proof only if one of them contains a secret. */
export const holdsNothing = async (strapi: Core.Strapi, name: string): Promise<boolean> => {
  if (name !== WEBHOOK_LIST) return false;
  const hooks: { headers?: unknown; url?: unknown }[] = await strapi.get('webhookStore').findWebhooks();
  return !hooks.some(webhookTells);
};
