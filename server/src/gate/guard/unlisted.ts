/**
 * Our types are the plugin's own affair: no list of types, of their settings or of the subjects of a permission names them
 * to anybody. What asks for one by its name is refused by the fence.
 */
import type { Context } from 'koa';

import { CONTENT_TYPE_UIDS } from '../../platform';
import { actionName } from '../step-up';

/** Handlers that list types. Keys are `<plugin>::<controller>.<action>`. */
const LISTS: ReadonlySet<string> = new Set([
  'content-manager::init.getInitData',
  'content-manager::content-types.findContentTypes',
  'content-manager::content-types.findContentTypesSettings',
  'content-type-builder::content-types.getContentTypes',
  'content-type-builder::schema.getSchema',
  'content-type-builder::builder.getReservedNames',
  'admin::permission.getAll',
  'admin::permission.getAllConditions',
  'documentation::documentation.getInfos',
]);

const OURS: ReadonlySet<unknown> = new Set(CONTENT_TYPE_UIDS);

const isOurs = (entry: unknown): boolean => {
  if (OURS.has(entry)) return true;
  if (typeof entry !== 'object' || entry === null) return false;
  const { uid, subject }: { uid?: unknown; subject?: unknown } = entry;
  return OURS.has(uid) || OURS.has(subject);
};

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** A copy: some of these lists are the host's own objects. */
const without = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.filter((entry) => !isOurs(entry)).map(without);
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (OURS.has(key) ? [] : [[key, without(one)] as const]))
  );
};

/** Takes our types out of an answer that lists types. */
export const leaveOutOurTypes = (ctx: Context): void => {
  const name = actionName(ctx.state.route);
  if (name !== null && LISTS.has(name)) ctx.body = without(ctx.body);
};
