import { SettingsService } from '@simplewebauthn/server';

import { readBlob } from '../../../../server/src/factors/webauthn/metadata/blob';
import { alliance, maker } from '../../../support/fido-metadata';

const fido = alliance();
const key = maker();
const NEXT = '2027-01-31';

const refusal = async (blob: string, roots: readonly string[] | null = [fido.root]): Promise<string> => {
  const error: unknown = await readBlob(blob, roots).then(
    () => null,
    (thrown: unknown) => thrown
  );
  return error instanceof Error ? error.name : 'believed';
};

describe('a blob of FIDO metadata', () => {
  it('is read by model, and by the certificate of keys that have no AAGUID [C50]', async () => {
    const read = await readBlob(fido.blob({ no: 7, nextUpdate: NEXT, entries: [{ maker: key, name: 'Blue key' }] }), [
      fido.root,
    ]);
    expect([read.no, new Date(read.nextUpdate).toISOString()]).toEqual([7, '2027-01-31T00:00:00.000Z']);
    const model = { name: 'Blue key', roots: [key.root.der.toString('base64')], withdrawn: null };
    expect(read.models.get(key.aaguid)).toEqual(model);
    expect(read.byAttestationKey.get(key.attestationKey)).toEqual(model);
  });

  it.each([
    'REVOKED',
    'USER_VERIFICATION_BYPASS',
    'ATTESTATION_KEY_COMPROMISE',
    'USER_KEY_REMOTE_COMPROMISE',
    'USER_KEY_PHYSICAL_COMPROMISE',
  ])('withdraws a model that is %s [C50]', async (status) => {
    const read = await readBlob(fido.blob({ nextUpdate: NEXT, entries: [{ maker: key, status }] }), [fido.root]);
    expect(read.models.get(key.aaguid)?.withdrawn).toBe(status);
  });

  it('takes nobody’s word for a model that vouches for itself [C50]', async () => {
    const entries = [{ maker: key, attestationTypes: ['basic_surrogate'] }];
    const read = await readBlob(fido.blob({ nextUpdate: NEXT, entries }), [fido.root]);
    expect(read.models.get(key.aaguid)?.roots).toEqual([]);
  });

  it('is believed only as it was signed, by whom the roots name [C50]', async () => {
    const blob = fido.blob({ nextUpdate: NEXT, entries: [{ maker: key }] });
    const [header, , signature] = blob.split('.');
    const other = alliance();
    const forged = other.blob({ nextUpdate: NEXT, entries: [{ maker: key, status: 'REVOKED' }] }).split('.');
    expect(await refusal(blob)).toBe('believed');
    expect(await refusal(`${header}.${forged[1]}.${signature}`)).toBe('SignatureRefused');
    expect(await refusal(forged.join('.'))).toBe('ChainRefused');
    expect(await refusal(`${forged[0]}.${forged[1]}.${signature}`)).toBe('ChainRefused');
    expect(await refusal(blob, [])).toBe('ChainRefused');
    // The library's roots are the real Alliance's, not these tests'.
    expect(await refusal(blob, null)).toBe('ChainRefused');
    for (const nothing of ['', 'x.y', '{}', 'a.b.c'])
      expect([nothing, await refusal(nothing)]).toEqual([nothing, 'NotABlob']);
  });

  it('is not believed under a public root unless the Alliance itself signed it [C50]', async () => {
    const before = SettingsService.getRootCertificates({ identifier: 'mds' });
    const [own, stranger] = [alliance('mds.fidoalliance.org'), alliance('evil.example')];
    try {
      SettingsService.setRootCertificates({ identifier: 'mds', certificates: [own.root, stranger.root] });
      const edition = { nextUpdate: NEXT, entries: [{ maker: key }] };
      expect(await refusal(own.blob(edition), null)).toBe('believed');
      expect(await refusal(stranger.blob(edition), null)).toBe('SignedBySomebodyElse');
    } finally {
      SettingsService.setRootCertificates({ identifier: 'mds', certificates: before });
    }
  });

  it('leaves the roots of everybody else in this process as they are [C50]', async () => {
    const before = SettingsService.getRootCertificates({ identifier: 'mds' });
    const reading = readBlob(fido.blob({ nextUpdate: NEXT, entries: [] }), [fido.root]);
    expect(SettingsService.getRootCertificates({ identifier: 'mds' })).toEqual(before);
    await reading;
    expect(SettingsService.getRootCertificates({ identifier: 'mds' })).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });
});
