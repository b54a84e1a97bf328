/**
 * The neighbors room: who else in this host asks administrators for a second factor.
 * Promises: while one of them is switched on, this plugin steps aside for everybody it guards, at the doors it guards,
 * and sends nobody to set anything up; who has a factor here is asked here everywhere else, so that nobody is locked out
 * and nobody falls back to a password. Fails closed: what cannot be read throws. Never: asks or answers in a neighbor's place, writes.
 */
import type { Core } from '@strapi/strapi';

import type { MfaConfig } from '../../platform';
import { strapiIdentity } from './identity';
import { nativeMfa } from './native';
import type { Neighbor, Standing } from './neighbor';

export { identityRows, type IdentityRow } from './identity';
export type { Standing } from './neighbor';

export interface Seen {
  name: string;
  native: boolean;
  standing: Standing;
}

export interface Neighbors {
  /** Strapi's own, and plugins known by name, as they stand now. */
  standings(): Promise<Seen[]>;
  /** Whether one of them is on and `native` is not `ignore`. */
  stepsAside(): Promise<boolean>;
  /** Those of these people whom a neighbor asks; nobody while `stepsAside` is false. */
  guarded(userIds: readonly number[]): Promise<ReadonlySet<number>>;
  /** Whether a neighbor asks this person, and did so for whoever came in by this door. */
  guardedAt(userId: number, door: string | null): Promise<boolean>;
}

const KNOWN: readonly Neighbor[] = [nativeMfa, strapiIdentity];

/** What is as sensitive as our own set-up: a thief's second step with a neighbor stands in for the owner's here. */
export const NEIGHBOR_ACTIONS: readonly string[] = KNOWN.flatMap(({ actions }) => actions);

export const createNeighbors = ({ strapi, config }: { strapi: Core.Strapi; config: MfaConfig }): Neighbors => {
  const yields = config.native === 'yield';

  const on = async (): Promise<Neighbor[]> => {
    if (!yields) return [];
    const found: Neighbor[] = [];
    for (const one of KNOWN) if ((await one.standing(strapi)) === 'on') found.push(one);
    return found;
  };

  return {
    async standings() {
      const all = KNOWN.map(async (one) => ({
        name: one.name,
        native: one === nativeMfa,
        standing: await one.standing(strapi),
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
