/** The published test vectors of WebAuthn Level 3, run through the method the way enrollment and `verify` call it. */
import { createHash } from 'node:crypto';

import type { Subject } from '../../server/src/factors';
import { alliance, DAY, maker, metadataFile, startHost, type Host } from '../support';
import { specAuthority, specVector, type SpecVector } from '../support/spec-vectors';
import { finish, judge, newSubject, store } from './factor-calls';

/** SHA-256 of the values that the draft prints (w3c/webauthn at 146d0db0). */
const PRINTED = {
  none: 'c6f58f8fcc599d38038260e40373108a8826618aa10d88cb9639990e70962d71',
  'packed-self': '82fa67138fd484b8a84ae0a935c9dd026158a38348b74e61718bc2fed4540d46',
  packed: '4f09df9815fc434e8477fbd6cc92d0ea1e12c8f73707a88696cd58d7e31a687e',
} as const;
const AUTHORITY = '68ff927708f5d229252ffe4a1c6842c11998d1e1fa2b46138bb5642eff9b161b';

const fido = alliance();
const text = (bytes: Buffer): string => bytes.toString('base64url');

describe('the examples of the specification [C50] [A3]', () => {
  let host: Host;

  beforeAll(async () => {
    const { aaguid } = specVector('packed');
    const known = maker({ aaguid });
    const entries = [{ maker: known, roots: [specAuthority.der.toString('base64')] }];
    const nextUpdate = new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10);
    const { file } = metadataFile(fido.blob({ nextUpdate, entries }));
    const webauthn = { metadata: { file, roots: [fido.root] } };
    host = await startHost({
      config: { server: { url: 'https://example.org' }, plugins: { mfa: { config: { webauthn } } } },
    });
    await host.container.factors.refresh();
  });

  afterAll(() => host?.stop());

  const open = (subject: Subject, ceremony: string, memory: object) =>
    host.container.ceremonies.open(subject, ceremony, DAY, () => JSON.stringify({ rpId: 'example.org', ...memory }));

  const register = async (subject: Subject, { registration, credentialId }: SpecVector, attested = false) => {
    const challenge = text(registration.challenge);
    await open(subject, 'webauthn-create', { challenge, ...(attested ? { attested } : {}) });
    const id = text(credentialId);
    const response = {
      clientDataJSON: text(registration.clientDataJSON),
      attestationObject: text(registration.attestationObject),
    };
    return finish(host, 'webauthn', subject, { response: { id, rawId: id, type: 'public-key', response } });
  };

  const prove = async (subject: Subject, { authentication, credentialId }: SpecVector) => {
    const id = text(credentialId);
    await open(subject, 'webauthn-get', { challenge: text(authentication.challenge), credentialIds: [id] });
    const response = {
      clientDataJSON: text(authentication.clientDataJSON),
      authenticatorData: text(authentication.authenticatorData),
      signature: text(authentication.signature),
    };
    return judge(host, 'webauthn', subject, { response: { id, rawId: id, type: 'public-key', response } });
  };

  it('are the ones that the draft prints, to the byte', () => {
    expect(createHash('sha256').update(specAuthority.der).digest('hex')).toBe(AUTHORITY);
    for (const kind of ['none', 'packed-self', 'packed'] as const)
      expect([kind, specVector(kind).digest]).toEqual([kind, PRINTED[kind]]);
  });

  it.each(['none', 'packed-self'] as const)('%s: registers where nobody asks, and proves', async (kind) => {
    const [subject, vector] = [await newSubject(host), specVector(kind)];
    const finished = await register(subject, vector);
    expect(finished).toMatchObject({ ok: true, draft: { data: { aaguid: vector.aaguid, backupEligible: true } } });
    await store(host, subject, finished);
    expect(await prove(subject, vector)).toMatchObject({ ok: true, userVerified: false });
    expect(await register(await newSubject(host), vector, true)).toEqual({ ok: false, reason: 'not_attested' });
  });

  it('packed, with a certificate: registers where proof was asked for, and proves; elsewhere it is refused', async () => {
    const [subject, vector] = [await newSubject(host), specVector('packed')];
    expect(await register(subject, vector)).toEqual({ ok: false, reason: 'not_verified' });
    const finished = await register(subject, vector, true);
    expect(finished).toMatchObject({ ok: true, draft: { data: { aaguid: vector.aaguid, attested: true } } });
    await store(host, subject, finished);
    expect(await prove(subject, vector)).toMatchObject({ ok: true, userVerified: true });
  });
});
