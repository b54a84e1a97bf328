/**
 * The plugin's tables, as Strapi content types in the `admin::` namespace. Only there, `strapi import`, `export`, and
 * `transfer` don't copy, delete, or overwrite them (tried on 5.54.0). Importing staging into production must not turn
 * off everyone's MFA. There is no relation to `admin::user`, because relation filters have leaked private fields
 * before. Strapi's own future MFA uses `admin::mfa-challenge`, `-recovery-code`, `-event`, `-trusted-device`, and
 * `-passkey`, so these names differ on purpose.
 */
import { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import {
  CONTENT_TYPE_NAMES,
  CONTENT_TYPE_UIDS,
  type Database,
  listenTo,
  logFailure,
  type TableName,
  TABLES,
} from '../platform';
import { DEFINITIONS, type Definition } from './definitions';

const UID_PREFIX = 'admin::';

const toSchema = (name: TableName, definition: Definition) => ({
  kind: 'collectionType',
  collectionName: TABLES[name],
  info: {
    singularName: CONTENT_TYPE_NAMES[name],
    pluralName: `${CONTENT_TYPE_NAMES[name]}s`,
    displayName: CONTENT_TYPE_NAMES[name],
  },
  options: { draftAndPublish: false },
  pluginOptions: { 'content-manager': { visible: false }, 'content-type-builder': { visible: false } },
  attributes: Object.fromEntries(
    Object.entries(definition.attributes).map(([key, attribute]) => [
      key,
      { ...attribute, private: true, configurable: false, searchable: false },
    ])
  ),
  indexes: (definition.indexes ?? []).map((columns) => ({
    name: `${TABLES[name]}_${columns.join('_')}_index`.slice(0, 60),
    columns,
  })),
});

/** Call this in `register()`. The schema sync doesn't see content types that are added later. */
export const registerContentTypes = (strapi: Core.Strapi): void => {
  const types = Object.fromEntries(
    (Object.keys(TABLES) as TableName[]).map((name) => [
      CONTENT_TYPE_NAMES[name],
      { schema: toSchema(name, DEFINITIONS[name]) },
    ])
  );
  strapi.get('content-types').add(UID_PREFIX, types);
};

/**
 * Keeps the tables if the plugin is off for one boot: the schema sync drops the tables of missing content types unless
 * this core-store key names them. Merged, because other features use the same key. Written at every boot, because an
 * import overwrites core-store keys.
 */
export const persistTables = async (strapi: Core.Strapi): Promise<void> => {
  const store = strapi.store({ type: 'core', key: 'persisted_tables' });
  const present = ((await store.get({})) ?? []) as unknown[];
  const names = new Set(present.map((entry) => (typeof entry === 'string' ? entry : (entry as { name: string }).name)));
  const missing = Object.values(TABLES).filter((table) => !names.has(table));
  if (missing.length === 0) return;
  await store.set({ value: [...present, ...missing] });
};

/**
 * An import or a transfer replaces every core-store key with those of the other site, which may never have had this
 * plugin. The entry is written again as soon as the import has committed, and once more at an orderly shutdown. Returns
 * a function that stops watching.
 */
export const keepPersisting = (strapi: Core.Strapi, database: Database): (() => Promise<void>) => {
  const again = (): void =>
    void persistTables(strapi).catch((error: unknown) => logFailure(strapi, 'registering the tables', error));
  const stop = listenTo(strapi, 'strapi::core-store', { afterDeleteMany: () => database.afterCommit(again) });
  return async () => {
    stop();
    await persistTables(strapi);
  };
};

/**
 * Removes the plugin's types from the subjects of the content manager's read permission. Otherwise a Super Admin, an
 * admin token, or any role with that permission could read every type, hidden or not, including private columns.
 */
export const hideContentTypes = (strapi: Core.Strapi): void => {
  const { actionProvider, engine } = strapi.service('admin::permission');
  // A permission that was written directly to the database has no effect either, for a role or an admin token.
  engine.hooks['before-format::validate.permission'].register(
    ({ permission }: { permission: { subject?: unknown } }) =>
      CONTENT_TYPE_UIDS.some((uid) => uid === permission.subject) ? false : undefined
  );
  const action = actionProvider.get('plugin::content-manager.explorer.read');
  if (!action || !Array.isArray(action.subjects)) return;
  action.subjects = action.subjects.filter((uid: string) => !CONTENT_TYPE_UIDS.includes(uid));
};

/**
 * Strapi filters `admin::` types in the client that pulls a transfer, so the holder of a transfer token could use a
 * client that doesn't. This keeps the plugin's rows out of such streams. Returns a function that undoes it.
 */
export const keepFromTransfers = ({ db }: Core.Strapi): (() => void) => {
  const original = db.queryBuilder;
  db.queryBuilder = (uid) => {
    const builder = original.call(db, uid);
    return CONTENT_TYPE_UIDS.includes(uid) ? Object.assign(builder, { stream: () => Readable.from([]) }) : builder;
  };
  return () => {
    db.queryBuilder = original;
  };
};
