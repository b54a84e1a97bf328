import type { Core } from '@strapi/strapi';

/** `unknown`: present, and nothing says whether it is switched on. Then this plugin works as ever. */
export type Standing = 'absent' | 'off' | 'on' | 'unknown';

/** Somebody else in this host who asks administrators for a second factor. */
export interface Neighbor {
  readonly name: string;
  /** Handlers that set up, change or switch off what the neighbor asks for: `<plugin>::<controller>.<action>`. */
  readonly actions: readonly string[];
  standing(strapi: Core.Strapi): Promise<Standing>;
  /** Those of these people whom the neighbor itself asks for a second factor. Only called while it is on. */
  guarded(strapi: Core.Strapi, userIds: readonly number[]): Promise<number[]>;
  /** Whether a session that began at this door has met the neighbor's question. `null`: nobody knows where it began. */
  covers(door: string | null): boolean;
}
