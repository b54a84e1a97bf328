/**
 * Our tables as Strapi content types in the `admin::` namespace.
 *
 * There, and only there, `strapi import`, `export` and `transfer` neither carry, wipe nor overwrite them (tried on
 * 5.54.0): a colleague importing staging into production must not switch off everyone's second factor. No relation to
 * `admin::user`: relation filters have leaked private fields before. Strapi's own future MFA uses `admin::mfa-challenge`,
 * `-recovery-code`, `-event`, `-trusted-device` and `-passkey`; these names are others on purpose.
 */
import { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import {
  CONTENT_TYPE_NAMES,
  CONTENT_TYPE_UIDS,
  type Database,
  hear,
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

/** To be called in `register()`: content types added later never reach the schema sync. */
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
 * Keeps our tables when the plugin is switched off for one boot: schema sync drops the tables of content types that are
 * gone unless this core-store key names them. Merged, because other features use the same key; asserted at every boot,
 * because an import overwrites core-store keys.
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
 * An import or a transfer replaces every core-store key by those of the other site, which may never have had this plugin:
 * what keeps our tables is put back as soon as it has committed, and once more when the process ends in an orderly way.
 * Returns a function that stops watching.
 */
export const keepPersisting = (strapi: Core.Strapi, database: Database): (() => Promise<void>) => {
  const again = (): void =>
    void persistTables(strapi).catch((error: unknown) => logFailure(strapi, 'registering the tables', error));
  const stop = hear(strapi, 'strapi::core-store', { afterDeleteMany: () => database.afterCommit(again) });
  return async () => {
    stop();
    await persistTables(strapi);
  };
};

/**
 * Takes our types out of the subjects of the content manager's read permission: a super admin, an admin token and any
 * role that was given it could otherwise read every type, hidden or not, private columns included.
 */
export const hideContentTypes = (strapi: Core.Strapi): void => {
  const { actionProvider, engine } = strapi.service('admin::permission');
  // A permission that was written into the database all the same permits nothing: neither a role's nor an admin token's.
  engine.hooks['before-format::validate.permission'].register(
    ({ permission }: { permission: { subject?: unknown } }) =>
      CONTENT_TYPE_UIDS.some((uid) => uid === permission.subject) ? false : undefined
  );
  const action = actionProvider.get('plugin::content-manager.explorer.read');
  if (!action || !Array.isArray(action.subjects)) return;
  action.subjects = action.subjects.filter((uid: string) => !CONTENT_TYPE_UIDS.includes(uid));
};

/**
 * Strapi leaves `admin::` types out of a transfer in the client that pulls, so whoever holds a transfer token may bring a
 * client that doesn't: from this host no row of ours goes into such a stream. Returns a function that undoes it.
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
