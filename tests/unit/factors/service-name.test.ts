import { numbered } from '../../../server/src/factors/naming';
import { serviceName } from '../../../server/src/factors/service-name';
import type { Authenticator } from '../../../server/src/factors';

describe('what this Strapi calls itself', () => {
  it.each([
    [undefined, 'https://cms.example.com/admin', 'Strapi cms.example.com'],
    [undefined, 'http://localhost:1337/admin', 'Strapi'],
    [undefined, 'http://192.168.0.10:1337/admin', 'Strapi'],
    [undefined, 'http://[::1]:1337/admin', 'Strapi'],
    [undefined, '/admin', 'Strapi'],
    [undefined, undefined, 'Strapi'],
    ['Acme Newsroom', 'https://cms.example.com/admin', 'Acme Newsroom'],
    ['Acme: News', 'https://cms.example.com/admin', 'Acme News'],
    [':::', 'https://cms.example.com/admin', 'Strapi cms.example.com'],
    ['A\u202eB\u0007C', 'https://cms.example.com/admin', 'A B C'],
  ])('configured %j at %j: %s', (configured, address, expected) => {
    expect(serviceName(configured, address)).toBe(expected);
  });

  it('stays within 64 characters', () => {
    expect(serviceName(undefined, `https://${'a.'.repeat(100)}example.com`)).toHaveLength(64);
  });
});

describe('a name that is taken', () => {
  const named = (name: string) => ({ name }) as Authenticator;

  it.each([
    [[], 'Passkey'],
    [['Phone'], 'Passkey'],
    [['Passkey'], 'Passkey 2'],
    [['Passkey', 'Passkey 2'], 'Passkey 3'],
    [['Passkey', 'Passkey 3'], 'Passkey 2'],
  ])('beside %j becomes %s', (names, expected) => {
    expect(numbered('Passkey', names.map(named))).toBe(expected);
  });
});
