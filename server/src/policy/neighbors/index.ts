/**
 * Finds other plugins that ask administrators for a second factor.
 * Promises: while one of them is on, this plugin steps aside for the people it covers, at the entry points it covers,
 * and makes nobody set up a method; people with a factor here are asked here everywhere else, so that nobody is locked
 * out and nobody falls back to a password. Fails closed: throws if something can't be read. Never: asks or answers in a
 * neighbor's place, writes.
 */
import type { Core } from '@strapi/strapi';

import type { MfaConfig } from '../../platform';
import { strapiIdentity } from './identity';
import { nativeMfa } from './strapi-mfa';
import type { Neighbor, NeighborState } from './neighbor';

export { identityRows, type IdentityRow } from './identity';
export type { NeighborState } from './neighbor';

export interface Seen {
  name: string;
  native: boolean;
  state: NeighborState;
}

export interface Neighbors {
  /** The current state of Strapi's own MFA, and of plugins known by name. */
  states(): Promise<Seen[]>;
  /** Whether one of them is on, and `native` isn't `ignore`. */
  stepsAside(): Promise<boolean>;
  /** Those of these people whom a neighbor asks. Nobody while `stepsAside` is false. */
  guarded(userIds: readonly number[]): Promise<ReadonlySet<number>>;
  /** Whether a neighbor asks this person, and also did so at this entry point. */
  guardedAt(userId: number, door: string | null): Promise<boolean>;
}

const KNOWN: readonly Neighbor[] = [nativeMfa, strapiIdentity];

/** As sensitive as our own enrollment: a thief's factor with a neighbor would replace the owner's here. */
export const NEIGHBOR_ACTIONS: readonly string[] = KNOWN.flatMap(({ actions }) => actions);

export const createNeighbors = ({ strapi, config }: { strapi: Core.Strapi; config: MfaConfig }): Neighbors => {
  const yields = config.native === 'yield';

  const on = async (): Promise<Neighbor[]> => {
    if (!yields) return [];
    const found: Neighbor[] = [];
    for (const one of KNOWN) if ((await one.state(strapi)) === 'on') found.push(one);
    return found;
  };

  return {
    async states() {
      const all = KNOWN.map(async (one) => ({
        name: one.name,
        native: one === nativeMfa,
        state: await one.state(strapi),
      }));
      return Promise.all(all);
    },

    stepsAside: async () => (await on()).length > 0,

    async guarded(userIds) {
      const people = new Set<number>();
      for (const one of await on()) for (const id of await one.guarded(strapi, userIds)) people.add(id);
      return people;
    },

    async guardedAt(userId, door) {
      for (const one of await on()) {
        if (one.covers(door) && (await one.guarded(strapi, [userId])).includes(userId)) return true;
      }
      return false;
    },
  };
};
