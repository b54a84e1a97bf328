/** What the plugin needs from Node. `npm run test:nodes` runs this on every version in package.json. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';

import { ALGORITHMS } from '../../../server/src/factors/webauthn/registration';
import { softKey, type SoftAlgorithm } from '../../support/soft-key';

const ROOT = resolve(__dirname, '../../..');
const { dependencies, engines } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  engines: { node: string };
};

/** Try a new algorithm on every Node version before you offer it. */
const SOFT: Record<keyof typeof ALGORITHMS, SoftAlgorithm> = {
  eddsa: 'EdDSA',
  es256: 'ES256',
  rs256: 'RS256 with 4096 bits',
};

const home = { origin: 'https://cms.example.com', rpId: 'cms.example.com' };

describe('this Node', () => {
  it('is one of those that the package names [C55]', () => {
    const [, oldest, newest] = /^>=(\d+)\.0\.0 <=(\d+)\.x\.x$/.exec(engines.node) ?? [];
    const major = Number(process.versions.node.split('.')[0]);
    expect(major).toBeGreaterThanOrEqual(Number(oldest));
    expect(major).toBeLessThanOrEqual(Number(newest));
  });

  it.each(Object.keys(ALGORITHMS) as (keyof typeof ALGORITHMS)[])(
    'registers a key of %s and verifies what it signs, and nothing else [C55]',
    async (algorithm) => {
      const key = softKey(home, 32, SOFT[algorithm]);
      const challenge = randomBytes(32).toString('base64url');
      const expected = { expectedChallenge: challenge, expectedOrigin: home.origin, expectedRPID: home.rpId };
      const response = key.create({ challenge } as Parameters<typeof key.create>[0]);
      const registered = await verifyRegistrationResponse({
        ...expected,
        response,
        supportedAlgorithmIDs: Object.values(ALGORITHMS),
      });
      if (!registered.verified) throw new Error('not registered');

      const answer = key.get({ challenge } as Parameters<typeof key.get>[0]);
      const { credential } = registered.registrationInfo;
      const asked = { ...expected, credential: { ...credential, counter: 0 } };
      expect((await verifyAuthenticationResponse({ ...asked, response: answer })).verified).toBe(true);
      const forged = Buffer.from(answer.response.signature, 'base64url');
      forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1);
      const changed = { ...answer.response, signature: forged.toString('base64url') };
      const verified = await verifyAuthenticationResponse({ ...asked, response: { ...answer, response: changed } })
        .then((result) => result.verified)
        .catch(() => false);
      expect(verified).toBe(false);
    }
  );

  it('has the digests and ciphers of stored secrets and codes [C55]', () => {
    const script = `
      const { createCipheriv, getCiphers, getHashes, hkdfSync, scryptSync } = require('node:crypto');
      const missing = [
        ...['sha1', 'sha256', 'sha512'].filter((name) => !getHashes().includes(name)),
        ...['aes-256-gcm'].filter((name) => !getCiphers().includes(name)),
      ];
      createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)).final();
      hkdfSync('sha256', Buffer.alloc(32), '', 'info', 32);
      const hash = scryptSync('0123456789ABCDEF', Buffer.alloc(16), 32, { N: 16384, r: 8, p: 1 });
      console.log(JSON.stringify({ missing, hash: hash.toString('hex') }));
    `;
    const said = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
    expect(said.missing).toEqual([]);
    // A recovery code that was stored on one Node version must work on the next one.
    expect(said.hash).toBe('ac1df6b3482b090b918cce606867c8c036fafa786a45342220a0d939e91d7b7a');
  });

  /** This package runs only in the browser. */
  const ofTheServer = Object.keys(dependencies).filter((name) => name !== '@simplewebauthn/browser');
  const WITHOUT = '--no-experimental-require-module';
  // Node versions that can't require ES modules don't have this switch, and don't need it.
  const flags = process.allowedNodeEnvironmentFlags.has('--experimental-require-module') ? [WITHOUT] : [];

  it.each(ofTheServer)('loads %s with require, and without any ES module behind it [C55]', (name) => {
    const script = `require(${JSON.stringify(name)}); console.log('loaded');`;
    expect(execFileSync(process.execPath, [...flags, '-e', script], { cwd: ROOT, encoding: 'utf8' })).toBe('loaded\n');
  });
});
