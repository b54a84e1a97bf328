/**
 * A MAC over the deciding columns of a row, so that someone who can write to the database but has no key can't move or
 * change it. The seal names its key by a fingerprint, not by its ID, because a server that lost its key usually has
 * another one with the same ID. A row whose key is gone is `unchecked`. Data that must survive the loss of the key is
 * then accepted and reported.
 */
import { constantTimeEqual } from './digest';
import type { KeyRing } from './key-ring';

export type RowIntegrity = 'intact' | 'unchecked' | 'broken';

type Values = readonly (string | number | null)[];

const fingerprint = (keys: KeyRing, id: string): string =>
  keys.mac('row-mac', 'strapi-mfa|row-mac|fingerprint', id).slice(0, 16);

const covered = (kind: string, values: Values): string => JSON.stringify([`strapi-mfa|row-mac|${kind}|v1`, ...values]);

/** `<key fingerprint>.<hmac>`, or null if the server has no key. */
export const sealRow = (keys: KeyRing, kind: string, values: Values): string | null =>
  keys.activeId === null
    ? null
    : `${fingerprint(keys, keys.activeId)}.${keys.mac('row-mac', covered(kind, values), keys.activeId)}`;

export const rowIntegrity = (keys: KeyRing, kind: string, values: Values, seal: string | null): RowIntegrity => {
  const [named, mac] = (seal ?? '').split('.');
  const keyId = keys.ids.find((id) => fingerprint(keys, id) === named);
  if (keyId === undefined) return 'unchecked';
  const expected = keys.mac('row-mac', covered(kind, values), keyId);
  return mac !== undefined && constantTimeEqual(mac, expected) ? 'intact' : 'broken';
};

/** The prefixes of seals made with this server's keys. */
export const sealPrefixes = (keys: KeyRing): string[] => keys.ids.map((id) => `${fingerprint(keys, id)}.`);
