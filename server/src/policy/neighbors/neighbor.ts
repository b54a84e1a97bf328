import type { Core } from '@strapi/strapi';

/** `unknown`: it's installed, but its state can't be determined. This plugin then works as usual. */
export type NeighborState = 'absent' | 'off' | 'on' | 'unknown';

/** Another plugin that asks administrators for a second factor. */
export interface Neighbor {
  readonly name: string;
  /** The handlers that set up, change, or turn off the neighbor's factors: `<plugin>::<controller>.<action>`. */
  readonly actions: readonly string[];
  state(strapi: Core.Strapi): Promise<NeighborState>;
  /** Those of these people whom the neighbor asks for a second factor. Only called while it's on. */
  guarded(strapi: Core.Strapi, userIds: readonly number[]): Promise<number[]>;
  /**
   * Whether a session that began at this entry point has answered the neighbor's question. `null`: nobody knows where
   * it began.
   */
  covers(door: string | null): boolean;
}
