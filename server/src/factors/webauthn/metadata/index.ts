/**
 * Published information about models of authenticators (FIDO MDS3).
 * Promises: every blob is verified; an older edition never replaces a newer one; after a failed refresh, the last good
 * edition stays in use until it's stale; stale metadata accepts no key. Never: makes a person's request wait for it.
 */
import type { Core } from '@strapi/strapi';

import { causeOf, logFailure, type MfaConfig, type Ports } from '../../../platform';
import type { ModelsStanding } from '../../security-key-facts';
import { readBlob, type Metadata, type Model } from './blob';
import { createSource } from './source';

export type { Model } from './blob';

export interface Models {
  standing(): ModelsStanding;
  /** By AAGUID, or by the key identifier of an attestation certificate. Null if there is no metadata, or no entry. */
  find(key: { aaguid: string; attestationKey?: string }): Model | null;
  /** Withdrawn models, by AAGUID and by key identifier. */
  withdrawn(): { aaguids: readonly string[]; attestationKeys: readonly string[] };
  refresh(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An edition is valid until the end of the day on which the next one is due (MDS3 §3.1.6). */
const GOOD_FOR_MS = DAY_MS;
/** The next edition is published before it's due. */
const EARLY_MS = 7 * DAY_MS;

interface Deps {
  config: MfaConfig;
  ports: Ports;
  strapi: Core.Strapi;
}

const OFF: Models = {
  standing: () => ({ state: 'off', known: null, problem: null }),
  find: () => null,
  withdrawn: () => ({ aaguids: [], attestationKeys: [] }),
  refresh: async () => undefined,
};

/** An edition older than the known one: an attacker may be withholding or replaying editions. */
class OlderEdition extends Error {
  override readonly name = 'OlderEdition';
}

const withdrawnIn = (models: ReadonlyMap<string, Model> = new Map()): string[] =>
  [...models].flatMap(([key, { withdrawn }]) => (withdrawn === null ? [] : [key]));

export const createModels = ({ config, ports, strapi }: Deps): Models => {
  const wanted = config.webauthn.metadata;
  if (!wanted) return OFF;
  const source = createSource(wanted, strapi.dirs.app.root);
  let known: Metadata | null = null;
  let marked: ReturnType<Models['withdrawn']> = { aaguids: [], attestationKeys: [] };
  let problem: string | null = null;
  let edition: string | null = null;
  /** When to try again. */
  let next = -Infinity;
  let running: Promise<void> | null = null;

  const goodUntil = (metadata: Metadata): number => metadata.nextUpdate + GOOD_FOR_MS;

  const take = (metadata: Metadata): void => {
    if (known !== null && metadata.no < known.no) throw new OlderEdition();
    known = metadata;
    marked = { aaguids: withdrawnIn(metadata.models), attestationKeys: withdrawnIn(metadata.byAttestationKey) };
  };

  /**
   * Reads the copy that an earlier process kept. It's verified like any other, because files on disk can be changed.
   */
  const recall = async (roots: readonly string[] | null): Promise<void> => {
    const kept = await source.kept();
    if (kept === null) return;
    await readBlob(kept, roots)
      .then(take)
      .catch((error: unknown) => logFailure(strapi, 'reading the FIDO metadata that was kept', error));
  };

  const fresh = async (roots: readonly string[] | null): Promise<void> => {
    const blob = await source.read();
    take(await readBlob(blob, roots));
    await source.keep(blob).catch((error: unknown) => logFailure(strapi, 'keeping the FIDO metadata on disk', error));
  };

  const isDue = async (): Promise<boolean> => {
    const found = await source.edition().catch(() => null);
    if (found !== null && found !== edition) return true;
    return ports.clock.now() >= next;
  };

  const run = async (): Promise<void> => {
    if (!(await isDue())) return;
    try {
      const roots = await source.roots();
      if (known === null) await recall(roots);
      const now = ports.clock.now();
      // The kept copy may be valid for weeks, so a restart doesn't download it again.
      if (known !== null && problem === null && next === -Infinity && now < known.nextUpdate - EARLY_MS) {
        next = known.nextUpdate - EARLY_MS;
        return;
      }
      edition = await source.edition();
      await fresh(roots);
      problem = null;
      next = Math.max(ports.clock.now() + DAY_MS, (known?.nextUpdate ?? 0) - EARLY_MS);
    } catch (error) {
      problem = causeOf(error);
      next = ports.clock.now() + HOUR_MS;
      logFailure(strapi, 'reading the FIDO metadata', error);
    }
  };

  const refresh = (): Promise<void> => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    standing() {
      if (known === null) return { state: 'missing', known: null, problem };
      const until = goodUntil(known);
      return {
        state: ports.clock.now() < until ? 'current' : 'stale',
        known: { no: known.no, models: known.models.size + known.byAttestationKey.size, goodUntil: until },
        problem,
      };
    },
    find: ({ aaguid, attestationKey }) =>
      (attestationKey === undefined
        ? known?.models.get(aaguid.toLowerCase())
        : known?.byAttestationKey.get(attestationKey.toLowerCase())) ?? null,
    withdrawn: () => marked,
    refresh,
  };
};
