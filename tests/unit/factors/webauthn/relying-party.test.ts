import { relyingParty } from '../../../../server/src/factors';

interface Settings {
  rpId?: string;
  rpName?: string;
  origins?: string[];
}

const party = (address: unknown, webauthn: Settings = {}) => relyingParty({ webauthn, issuer: undefined }, address);

describe('the relying party', () => {
  it.each<[string, unknown, Settings, string, string[]]>([
    ['the panel’s address', 'https://cms.example.com/admin', {}, 'cms.example.com', ['https://cms.example.com']],
    ['a port', 'https://cms.example.com:8443/admin', {}, 'cms.example.com', ['https://cms.example.com:8443']],
    ['a default port', 'https://cms.example.com:443/admin', {}, 'cms.example.com', ['https://cms.example.com']],
    ['capital letters', 'https://CMS.Example.com/admin', {}, 'cms.example.com', ['https://cms.example.com']],
    ['localhost over http', 'http://localhost:1337/admin', {}, 'localhost', ['http://localhost:1337']],
    ['a configured id', 'https://cms.example.com', { rpId: 'Example.com' }, 'example.com', ['https://cms.example.com']],
    [
      'configured origins',
      'https://cms.example.com',
      { origins: ['https://CMS.example.com/', 'https://edit.cms.example.com:443'] },
      'cms.example.com',
      ['https://cms.example.com', 'https://edit.cms.example.com'],
    ],
    [
      'a related origin',
      'https://cms.example.com',
      { origins: ['https://cms.example.com', 'https://cms.example.de'] },
      'cms.example.com',
      ['https://cms.example.com', 'https://cms.example.de'],
    ],
    [
      'an insecure origin beside a secure one',
      'https://cms.example.com',
      { origins: ['https://cms.example.com', 'http://cms.example.com'] },
      'cms.example.com',
      ['https://cms.example.com'],
    ],
  ])('comes from %s', (_what, address, settings, id, origins) => {
    expect(party(address, settings)).toMatchObject({ ok: true, id, origins });
  });

  it.each<[string, unknown, Settings, string]>([
    ['no address', undefined, {}, 'no_address'],
    ['a relative address', '/admin', {}, 'no_address'],
    ['an IP address, Strapi’s default without a url', 'http://0.0.0.0:1337/admin', {}, 'ip_address'],
    ['an IP address over https', 'https://127.0.0.1/admin', {}, 'ip_address'],
    ['an IPv6 address', 'https://[::1]/admin', {}, 'ip_address'],
    ['a bare label', 'https://intranet/admin', {}, 'bare_host_name'],
    ['a top-level domain', 'https://cms.example.com', { rpId: 'com' }, 'bare_host_name'],
    ['plain http', 'http://cms.example.com/admin', {}, 'insecure_address'],
    [
      'origins that are all insecure',
      'https://a.example.com',
      { origins: ['http://a.example.com'] },
      'insecure_address',
    ],
    ['an id of another site', 'https://cms.example.com', { rpId: 'example.org' }, 'outside_relying_party'],
    [
      'an id that is only a suffix of letters',
      'https://evilexample.com',
      { rpId: 'example.com' },
      'outside_relying_party',
    ],
    ['a subdomain of the address', 'https://example.com', { rpId: 'cms.example.com' }, 'outside_relying_party'],
  ])('is unavailable for %s', (_what, address, settings, reason) => {
    expect(party(address, settings)).toEqual({ ok: false, reason });
  });

  it('is named by configuration, else as the host', () => {
    expect(party('https://cms.example.com', { rpName: 'Acme' })).toMatchObject({ name: 'Acme' });
    expect(party('https://cms.example.com')).toMatchObject({ name: 'Strapi cms.example.com' });
  });
});
