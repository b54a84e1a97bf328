import { isSameOriginCeremony } from '../../../../server/src/factors/webauthn/client-data';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const base = { type: 'webauthn.get', challenge: 'AAAA', origin: 'https://cms.example.com' };

describe('a ceremony in one’s own page', () => {
  it.each([
    ['crossOrigin is false', { ...base, crossOrigin: false }],
    ['crossOrigin is left out', base],
  ])('is recognized when %s', (_when, data) => {
    expect(isSameOriginCeremony(encoded(data))).toBe(true);
  });

  it.each<[string, string]>([
    ['crossOrigin is true', encoded({ ...base, crossOrigin: true })],
    ['crossOrigin is no boolean', encoded({ ...base, crossOrigin: 'false' })],
    ['crossOrigin is null', encoded({ ...base, crossOrigin: null })],
    ['there is a topOrigin', encoded({ ...base, crossOrigin: false, topOrigin: 'https://evil.example' })],
    ['there is our own topOrigin', encoded({ ...base, topOrigin: 'https://cms.example.com' })],
    ['it is no JSON', Buffer.from('hello').toString('base64url')],
    ['it is null', encoded(null)],
    ['it is empty', ''],
  ])('is refused when %s', (_when, data) => {
    expect(isSameOriginCeremony(data)).toBe(false);
  });
});
