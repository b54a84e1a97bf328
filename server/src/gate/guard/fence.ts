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

/** Walks without recursion: a body may be nested as deep as its size allows. */
const someString = (root: unknown, matches: (text: string) => boolean): boolean => {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string' && matches(decoded(value).trim().toLowerCase())) return true;
    if (typeof value !== 'object' || value === null) continue;
    // One by one: a list of a hundred thousand numbers is more than a call takes as arguments.
    for (const [key, one] of Object.entries(value)) waiting.push(key, one);
  }
  return false;
};

const contains = (text: string): boolean => CONTENT_TYPE_UIDS.some((uid) => text.includes(uid));
/** Bodies carry people's texts: there only a value that is a UID, not one that mentions it. */
const equals = (text: string): boolean => CONTENT_TYPE_UIDS.includes(text);

/**
 * The second fence before our tables (the first takes them out of the subjects of `explorer.read`): a route of the panel
 * that names one of our types, whoever asks and by whatever strategy. Other plugins export, copy and list by UID, too.
 */
export const namesOurContent = (ctx: Context): boolean => {
  const { type, pluginName }: { type?: unknown; pluginName?: unknown } = ctx.state.route?.info ?? {};
  if (type !== 'admin' || pluginName === PLUGIN_ID) return false;
  return someString([ctx.params, ctx.query], contains) || someString(ctx.request.body, equals);
};
