/**
 * The home of this database: the panel's first address, or a later one that a command set.
 * A copy of a site has the same people and passkeys at another address. Browsers' password managers would mistake its
 * signals about passkeys for the original's, so a copy must not send any.
 * Promises: the first address wins any race, and only a command changes it. Never: uses an address from a request.
 */
import { isIP } from 'node:net';

import type { Core } from '@strapi/strapi';

import { toMs, type Database } from '../store';
import type { Ports } from '../ports';

export interface HomeState {
  /** The origin of `admin.absoluteUrl`. Null if it's an IP address, which has no passkeys. */
  here: string | null;
  /** The origin this database belongs to. Null if it was never served anywhere. */
  home: string | null;
  isHome: boolean;
}

export interface Home {
  standing(): Promise<HomeState>;
  isHome(): Promise<boolean>;
  /** At boot: makes this address the home if there is none. */
  rememberFirst(): Promise<void>;
  /** Makes this address the home after a move, or when a copy becomes a site of its own. */
  adopt(): Promise<void>;
}

const KEY = 'home:';
/** The length limit of an indexed text. */
const LENGTH = 255;

export const createHome = (deps: { strapi: Core.Strapi; database: Database; ports: Ports }): Home => {
  const { strapi, database, ports } = deps;
  let known: string | null = null;

  const here = (): string | null => {
    const address: unknown = strapi.config.get('admin.absoluteUrl');
    if (typeof address !== 'string' || !URL.canParse(address)) return null;
    const { hostname, origin } = new URL(address);
    // Without `server.url`, Strapi names what it listens on, which differs between `develop` and production.
    if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return null;
    return origin.slice(0, LENGTH - KEY.length);
  };

  const read = async (): Promise<string | null> => {
    const rows: { mark_key: unknown; at: unknown }[] = await database
      .table('marks')
      .select('mark_key', 'at')
      .where('mark_key', 'like', `${KEY}%`);
    const [latest] = rows.sort((one, other) => (toMs(other.at) ?? 0) - (toMs(one.at) ?? 0));
    return latest ? String(latest.mark_key).slice(KEY.length) : null;
  };

  const standing = async (): Promise<HomeState> => {
    const [address, home] = [here(), await read()];
    return { here: address, home, isHome: address === null || home === null || address === home };
  };

  const enter = async (address: string): Promise<void> => {
    await database
      .table('marks')
      .insert({ mark_key: `${KEY}${address}`, document_id: ports.random.uuid(), at: ports.clock.now() })
      .onConflict('mark_key')
      .merge(['at']);
  };

  return {
    standing,

    /** Caches a match. Only a command in another process can change the home, and servers are restarted after it. */
    async isHome() {
      const address = here();
      if (address !== null && known === address) return true;
      const found = await standing();
      if (found.isHome) known = address;
      return found.isHome;
    },

    async rememberFirst() {
      const { here: address, home } = await standing();
      if (address !== null && home === null) await enter(address);
    },

    async adopt() {
      const address = here();
      if (address !== null) await enter(address);
    },
  };
};
