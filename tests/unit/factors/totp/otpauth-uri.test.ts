import { NEW_APP } from '../../../../server/src/factors/totp/schema';
import { accountLabel, otpauthUri, qrCodeOf, toBase32 } from '../../../../server/src/factors/totp/otpauth-uri';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const uri = (issuer: string, account: string) => otpauthUri(issuer, account, SECRET, NEW_APP);

describe('base32', () => {
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
    ['12345678901234567890', SECRET],
  ])('writes %j as RFC 4648 §10 does, without padding', (text, expected) => {
    expect(toBase32(Buffer.from(text))).toBe(expected);
  });

  it('writes bytes with the high bit set', () => {
    expect(toBase32(Buffer.from('ffffffffff', 'hex'))).toBe('77777777');
    expect(toBase32(Buffer.alloc(20, 0xff))).toBe('7'.repeat(32));
  });
});

describe('the key URI', () => {
  it('is what the widespread apps read: issuer twice, and nothing that every app takes for granted [C60] [F8]', () => {
    expect(uri('Strapi', 'ada@example.com')).toBe(
      `otpauth://totp/Strapi:ada%40example.com?secret=${SECRET}&issuer=Strapi`
    );
    const longer = { ...NEW_APP, algorithm: 'sha256' as const, digits: 8 as const, period: 60 };
    expect(otpauthUri('Strapi', 'ada@example.com', SECRET, longer)).toContain('&algorithm=SHA256&digits=8&period=60');
  });

  it('gives every further app of a person another name [C60] [P10]', () => {
    expect(accountLabel('ada@example.com', 1)).toBe('ada@example.com');
    expect(accountLabel('ada@example.com', 2)).toBe('ada@example.com (2)');
    expect(accountLabel(`${'x'.repeat(200)}@example.com`, 3)).toMatch(/^x{128} \(3\)$/);
  });

  it.each([
    ['Café "Q" #1: CMS + more', `${'a'.repeat(100)}+tag:8080@exämple.com`],
    ['Strapi cms.example.com', `${'b'.repeat(48)}@example.com`],
  ])('has one colon in its label, whatever stands in %j and %j [C60] [F8]', (issuer, account) => {
    const text = uri(issuer, account);
    const label = text.slice('otpauth://totp/'.length).split('?')[0] ?? '';
    expect(label.match(/:/g)).toHaveLength(1);
    expect(label).not.toMatch(/%3A|\+/i);
    const [named, who] = label.split(':').map(decodeURIComponent);
    expect(new URL(text).searchParams.get('issuer')).toBe(named);
    expect(who).toBe(account.replace(/:/g, ' '));
  });

  it.each([
    ['My CMS', 'ada@example.com', '/My%20CMS:ada%40example.com?'],
    ['A&B=C', 'ada+mfa@example.com', '/A%26B%3DC:ada%2Bmfa%40example.com?'],
    ['Bücher', 'ä@example.com', '/B%C3%BCcher:%C3%A4%40example.com?'],
    ['日本', 'x?secret=AAAA&y#z', '/%E6%97%A5%E6%9C%AC:x%3Fsecret%3DAAAA%26y%23z?'],
  ])('encodes %j and %j', (issuer, account, expected) => {
    expect(uri(issuer, account)).toContain(expected);
    expect(uri(issuer, account)).not.toContain('+');
  });

  it.each([
    ['My: CMS', 'a:b@c.d'],
    ['::', 'user'],
  ])('keeps every colon but the separator out of %j and %j, encoded or not', (issuer, account) => {
    const label = uri(issuer, account).slice('otpauth://totp/'.length).split('?')[0] ?? '';
    expect(label.match(/:/g)).toHaveLength(1);
    expect(label).not.toMatch(/%3A/i);
  });

  it('reads back with the URL parser: one secret, one issuer', () => {
    const parsed = new URL(uri('A & B', 'x&secret=EVIL@example.com'));
    expect(parsed.searchParams.getAll('secret')).toEqual([SECRET]);
    expect(parsed.searchParams.getAll('issuer')).toEqual(['A & B']);
  });

  it('stays scannable with the longest e-mail address', async () => {
    const long = uri('Strapi cms.example.com', accountLabel(`${'x'.repeat(244)}@example.com`, 2));
    expect(long.length).toBeLessThan(400);
    await expect(qrCodeOf(long)).resolves.toMatch(/^data:image\/svg\+xml;base64,/);
  });
});

describe('the QR code', () => {
  it('is an SVG, black on white, with a quiet zone of four modules', async () => {
    const data = await qrCodeOf(uri('Strapi', 'ada@example.com'));
    const svg = Buffer.from(data.replace('data:image/svg+xml;base64,', ''), 'base64').toString('utf8');
    const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
    expect((size - 8 - 17) % 4).toBe(0);
    expect(svg).toContain('fill="#ffffff"');
    expect(svg).toContain('stroke="#000000"');
    expect(svg).toContain('M4 4.5h7');
    expect(svg).not.toMatch(/<script|href=/);
  });

  it('has at most 49 modules a side for an address of sixty characters [C60] [F8]', async () => {
    const data = await qrCodeOf(uri('Strapi cms.example.com', `${'ada.lovelace'.repeat(4)}@example.com`));
    const svg = Buffer.from(data.replace('data:image/svg+xml;base64,', ''), 'base64').toString('utf8');
    expect(Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]) - 8).toBeLessThanOrEqual(49);
  });
});
