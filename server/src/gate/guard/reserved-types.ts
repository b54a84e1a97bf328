import type { Context } from 'koa';

import { PLUGIN_ID } from '../../../../shared/contracts/constants';
import { CONTENT_TYPE_UIDS } from '../../platform';

const decoded = (value: string): string => {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

/** Iterates without recursion, because a body may be nested as deep as its size allows. */
const someString = (root: unknown, matches: (text: string) => boolean): boolean => {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string' && matches(decoded(value).trim().toLowerCase())) return true;
    if (typeof value !== 'object' || value === null) continue;
    // One by one, because a list of a hundred thousand numbers has too many elements for the arguments of a call.
    for (const [key, one] of Object.entries(value)) waiting.push(key, one);
  }
  return false;
};

const contains = (text: string): boolean => CONTENT_TYPE_UIDS.some((uid) => text.includes(uid));
/** Bodies contain people's texts, so only a value that is exactly a UID counts. */
const equals = (text: string): boolean => CONTENT_TYPE_UIDS.includes(text);

/**
 * The second protection of the plugin's tables (the first removes them from the subjects of `explorer.read`): refuses
 * panel routes that name one of its types, whoever asks and with any strategy. Other plugins also export, copy, and
 * list by UID.
 */
export const namesReservedType = (ctx: Context): boolean => {
  const { type, pluginName }: { type?: unknown; pluginName?: unknown } = ctx.state.route?.info ?? {};
  if (type !== 'admin' || pluginName === PLUGIN_ID) return false;
  return someString([ctx.params, ctx.query], contains) || someString(ctx.request.body, equals);
};
