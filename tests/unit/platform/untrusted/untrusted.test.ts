import {
  ipAddressOf,
  mailboxText,
  nameOrNothing,
  terminalJson,
  terminalText,
} from '../../../../server/src/platform/untrusted';

describe('an address that a client sends', () => {
  it.each(['203.0.113.9', '::1', '2001:db8::7', '::ffff:127.0.0.1'])('is kept when it is one: %s [C40]', (address) => {
    expect(ipAddressOf(address)).toBe(address);
  });

  it.each([
    '203.0.113.9 - to keep your account open https://cms-example.help/undo',
    'https://evil.example/undo',
    '203.0.113.999',
    '203.0.113.9:443',
    ' 203.0.113.9',
    '',
    undefined,
    null,
    ['203.0.113.9'],
  ])('is nothing when it is anything else: %j [C40]', (given) => {
    expect(ipAddressOf(given)).toBeNull();
  });

  it('loses its zone, which may be any text [C40]', () => {
    expect(ipAddressOf('fe80::1%eth0')).toBe('fe80::1');
    expect(ipAddressOf('fe80::1%evil.example')).toBe('fe80::1');
  });
});

describe('a name in a mail', () => {
  it.each(['YubiKey blue', 'Annas Handy', 'Clé d’Élodie', '仕事用の電話', 'Phone (old)', 'Key 2', 'Token_3 #4'])(
    'is shown when it is a name: %s [C40]',
    (name) => {
      expect(nameOrNothing(name)).toBe(name);
    }
  );

  it.each([
    'https://evil.example/undo',
    'www.evil.example',
    'evil。example',
    'Not you? evil.example',
    'help@evil.example',
    'mailto:thief',
    'Call 0800 123 4567',
    'Was this not you then call us now',
    'a'.repeat(33),
    'line\nbreak: x',
    '\u202eelpmaxe',
    '',
    null,
  ])('is left out when somebody could follow it or be told something by it: %j [C40]', (name) => {
    expect(nameOrNothing(name)).toBeNull();
  });

  it('of a mailbox is its address, and nothing more than that [C40]', () => {
    expect(mailboxText('erin.o+x_1@mail.example.com')).toBe('erin.o+x_1@mail.example.com');
    expect(mailboxText('evil.example/undo?x=1@a.example')).toBe('evil.example·undo·x·1@a.example');
  });
});

describe('a line on a terminal', () => {
  const hostile = 'Erin\u001b[2J\u009b31m\u0007\r\nroot\u202egnp';

  it('moves no cursor and paints nothing [C40]', () => {
    const shown = terminalText(hostile);
    expect(shown).toBe('Erin\\u001b[2J\\u009b31m\\u0007\\u000d\\u000aroot\\u202egnp');
    expect(terminalText('Ève 王 – ok')).toBe('Ève 王 – ok');
  });

  it('of JSON is safe as well and means the same [C40]', () => {
    const line = terminalJson({ name: hostile, mark: '\u{e0041}' });
    expect(line).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(line)).toEqual({ name: hostile, mark: '\u{e0041}' });
  });
});
