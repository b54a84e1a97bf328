import { createHmac } from 'node:crypto';

import { canonicalJson } from '../../../server/src/audit/canonical';
import { createSeals, GENESIS, rowText, type ChainRow, type UnsealedRow } from '../../../server/src/audit/seal-entry';
import { walk, type Link } from '../../../server/src/audit/walk-chain';
import { createKeyRing } from '../../../server/src/platform/crypto';

const OLD = { id: 'old', secret: 'o'.repeat(32) };
const NEW = { id: 'new', secret: 'n'.repeat(32) };
const start: Link = { seq: 0, hash: GENESIS, keyed: false };

const unsealed = (seq: number, previousHash: string, more: Partial<UnsealedRow> = {}): UnsealedRow => ({
  seq,
  at: 1_700_000_000_000 + seq,
  type: 'verification.failed',
  outcome: 'failure',
  actorKind: 'user',
  actorId: 7,
  actorEmail: 'a@example.com',
  targetId: 7,
  targetEmail: 'a@example.com',
  method: 'totp',
  reason: null,
  ip: '203.0.113.9',
  userAgent: 'x',
  sessionHash: null,
  requestId: null,
  node: 'n#1',
  details: '{}',
  previousHash,
  ...more,
});

/** `length` rows after `from`, sealed with these keys. */
const chain = (keys: (typeof OLD)[], length: number, from: Link = start): ChainRow[] => {
  const seals = createSeals(createKeyRing(keys));
  const rows: ChainRow[] = [];
  let link = from;
  for (let index = 0; index < length; index += 1) {
    const row = unsealed(link.seq + 1, link.hash);
    const hash = seals.row(row);
    rows.push({ ...row, hash });
    link = { seq: row.seq, hash, keyed: true };
  }
  return rows;
};

const endOf = (rows: ChainRow[]): Link => ({ seq: rows.length, hash: rows.at(-1)?.hash ?? GENESIS, keyed: true });
const walked = (rows: ChainRow[], keys = [NEW, OLD]) => walk(rows, start, createSeals(createKeyRing(keys)));

describe('the seal of a row', () => {
  it('is the HMAC over the canonical JSON of every field, under a first line of its own [C24]', () => {
    const row = unsealed(3, GENESIS, { details: '{"a":"ü"}', reason: 'x"y' });
    expect(rowText(row)).toBe(canonicalJson({ chain: 'main', ...row }));
    const ring = createKeyRing([NEW]);
    const expected = createHmac('sha256', ring.derive('audit-chain')).update(`mfa-audit-v1\n${rowText(row)}`);
    expect(createSeals(ring).row(row)).toBe(`k:new:${expected.digest('hex')}`);
  });
});

describe('walking along the chain', () => {
  it('finds an untouched chain whole [C24]', () => {
    expect(walked(chain([NEW], 20))).toMatchObject({ checked: 20, unkeyed: 0, found: null });
  });

  it('seals every field: a change in any of them is seen [C24]', () => {
    const rows = chain([NEW], 3);
    const [, second] = rows;
    for (const key of Object.keys(second ?? {}) as (keyof ChainRow)[]) {
      if (key === 'seq') continue;
      const value = second?.[key];
      const changed = typeof value === 'number' ? value + 1 : `${value ?? ''}0`;
      const touched = rows.map((row) => (row.seq === 2 ? { ...row, [key]: changed } : row));
      expect([key, walked(touched).found?.seq]).toEqual([key, 2]);
    }
  });

  it('goes on over a change of keys as long as the old one is kept [C24][C27]', () => {
    const before = chain([OLD], 5);
    const all = [...before, ...chain([NEW, OLD], 5, endOf(before))];
    expect(walked(all)).toMatchObject({ checked: 10, found: null });
    expect(walked(all, [NEW]).found).toEqual({ seq: 1, kind: 'unknown_key' });
  });

  it('counts rows from before there was a key, and lets none follow those that have one [C24]', () => {
    const plain = chain([], 4);
    const keyed = chain([NEW], 4, { ...endOf(plain), keyed: false });
    expect(walked([...plain, ...keyed])).toMatchObject({ checked: 8, unkeyed: 4, found: null });
    const forged = chain([], 2, { seq: 8, hash: keyed.at(-1)?.hash ?? '', keyed: true });
    expect(walked([...plain, ...keyed, ...forged]).found).toEqual({ seq: 9, kind: 'unsealed' });
  });

  it('does not take a seal made without the key for one made with it [C24]', () => {
    const rows = chain([NEW], 5);
    const plain = createSeals(createKeyRing([]));
    const forged = rows.map((row) => {
      const { hash: _hash, ...rest } = { ...row, ip: '198.51.100.1' };
      return row.seq === 3 ? { ...rest, hash: plain.row(rest) } : row;
    });
    expect(walked(forged).found).toEqual({ seq: 3, kind: 'unsealed' });
  });
});
