import { neverHeld, ownPath } from '../../../../../admin/src/gate/held-requests/address';

const PAGE = 'https://cms.example.com/admin/content-manager';

describe('whose request it is', () => {
  it.each([
    ['a path', '/admin/users/me', 'https://cms.example.com', '/admin/users/me'],
    ['a whole address', 'https://cms.example.com/admin/login', 'https://cms.example.com', '/admin/login'],
    ['another spelling', 'https://cms.example.com/ADMIN/Login/', 'https://cms.example.com', '/admin/login'],
    ['a query', '/mfa/me/events?limit=5', 'https://cms.example.com', '/mfa/me/events'],
    ['a prefix', 'https://cms.example.com/api-root/admin/login', 'https://cms.example.com/api-root', '/admin/login'],
    ['a backend elsewhere', 'https://api.example.com/admin/login', 'https://api.example.com', '/admin/login'],
    ['no backend address', '/admin/login', '', '/admin/login'],
    ['the root', 'https://cms.example.com', 'https://cms.example.com', '/'],
  ])('knows the host’s own by origin and prefix: %s', (_name, address, backend, path) => {
    expect(ownPath(address, backend, PAGE)).toBe(path);
  });

  it.each([
    ['another origin', 'https://elsewhere.example/admin/login', 'https://cms.example.com'],
    ['another port', 'https://cms.example.com:8443/admin/login', 'https://cms.example.com'],
    ['another scheme', 'http://cms.example.com/admin/login', 'https://cms.example.com'],
    ['outside the prefix', 'https://cms.example.com/admin/login', 'https://cms.example.com/strapi'],
    ['a prefix that only begins alike', 'https://cms.example.com/strapi-two/x', 'https://cms.example.com/strapi'],
    ['no address at all', 'https://', 'https://cms.example.com'],
  ])('leaves everything else alone: %s', (_name, address, backend) => {
    expect(ownPath(address, backend, PAGE)).toBeNull();
  });

  it.each([
    '/admin/access-token',
    '/admin/logout',
    '/mfa/transactions',
    '/mfa/transactions/verify',
    '/mfa/me/password',
  ])('never holds %s', (path) => expect(neverHeld(path)).toBe(true));

  it.each([
    '/admin/login',
    '/admin/users/me',
    '/mfa/gate',
    '/mfa/me',
    '/mfa/me/totp/begin',
    '/mfa/policies/pol-mfa-required',
  ])('may hold %s', (path) => expect(neverHeld(path)).toBe(false));
});
