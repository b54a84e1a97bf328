/**
 * The plugin's types are internal. Lists of types, of their settings, or of the subjects of a permission never include
 * them. Requests that name one are refused (see reserved-types.ts).
 */
import type { Context } from 'koa';

import { PLUGIN_ID } from '../../../../shared/contracts/constants';
import { CONTENT_TYPE_UIDS } from '../../platform';
import { actionName } from '../step-up';

/** The answers of these routes contain people's content, which may mention anything, and a lot of it. */
const CONTENT = /^(content-manager::(collection-types|single-types|relations|uid)|upload::)/;

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

/** Most answers name none. Looking copies nothing, and `without` copies everything. */
const names = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some((entry) => isOurs(entry) || names(entry));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return false;
  for (const key in value) {
    if (OURS.has(key) || names((value as Record<string, unknown>)[key])) return true;
  }
  return false;
};

/**
 * Returns a copy if something was removed, otherwise the value itself, because some lists are the host's own objects.
 */
const without = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const kept = value.filter((entry) => !isOurs(entry));
    const copies = kept.map(without);
    const same = kept.length === value.length && copies.every((copy, index) => copy === kept[index]);
    return same ? value : copies;
  }
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const entries = Object.entries(value);
  const copies = entries.flatMap(([key, one]) => (OURS.has(key) ? [] : [[key, without(one)] as const]));
  const same = copies.length === entries.length && copies.every(([, copy], index) => copy === entries[index]?.[1]);
  return same ? value : Object.fromEntries(copies);
};

/** Removes the plugin's types from an answer that may list types, whichever plugin gives it. */
export const removeReservedTypes = (ctx: Context): void => {
  if (ctx.method !== 'GET' || ctx.state.route?.info?.pluginName === PLUGIN_ID) return;
  const body: unknown = ctx.body;
  if (typeof body !== 'object' || body === null || !(Array.isArray(body) || isPlain(body))) return;
  if (ctx.state.route?.info?.type === 'content-api' && ctx.state.route.info.apiName) return;
  if (CONTENT.test(actionName(ctx.state.route) ?? '')) return;
  if (names(body)) ctx.body = without(body);
};
