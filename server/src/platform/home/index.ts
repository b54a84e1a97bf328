/**
 * Where this database is at home: the panel's address that it was first served at, or was told to be at since.
 * A copy of a site has the same people and passkeys under another address. What it says of them to browsers' password
 * managers would be taken for the site's own word: it must not speak.
 * Promises: the first address wins, whatever races; nothing changes it but a command. Never: a request's idea of an address.
 */
import type { Core } from '@strapi/strapi';

import { toMs, type Database } from '../store';
import type { Ports } from '../ports';

export interface HomeStanding {
  /** The origin of `admin.absoluteUrl`; null where there is none. */
  here: string | null;
  /** The origin this database belongs to; null before it was served anywhere. */
  home: string | null;
  isHome: boolean;
}

export interface Home {
  standing(): Promise<HomeStanding>;
  isHome(): Promise<boolean>;
  /** At boot: whoever has no home yet is at home. */
  settle(): Promise<void>;
  /** The site has moved, or the copy has become a site of its own. */
  adopt(): Promise<void>;
}

const KEY = 'home:';
/** What an indexed text may hold. */
const LENGTH = 255;

export const createHome = (deps: { strapi: Core.Strapi; database: Database; ports: Ports }): Home => {
  const { strapi, database, ports } = deps;
  let known: string | null = null;

  const here = (): string | null => {
    const address: unknown = strapi.config.get('admin.absoluteUrl');
    if (typeof address !== 'string' || !URL.canParse(address)) return null;
    return new URL(address).origin.slice(0, LENGTH - KEY.length);
  };

  const read = async (): Promise<string | null> => {
    const rows: { mark_key: unknown; at: unknown }[] = await database
      .table('marks')
      .select('mark_key', 'at')
      .where('mark_key', 'like', `${KEY}%`);
    const [latest] = rows.sort((one, other) => (toMs(other.at) ?? 0) - (toMs(one.at) ?? 0));
    return latest ? String(latest.mark_key).slice(KEY.length) : null;
  };

  const standing = async (): Promise<HomeStanding> => {
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

    /** A home that was found stays found: only a command in another process takes it away, and restarts follow those. */
    async isHome() {
      const address = here();
      if (address !== null && known === address) return true;
      const found = await standing();
      if (found.isHome) known = address;
      return found.isHome;
    },

    async settle() {
      const { here: address, home } = await standing();
      if (address !== null && home === null) await enter(address);
    },

    async adopt() {
      const address = here();
      if (address !== null) await enter(address);
    },
  };
};
