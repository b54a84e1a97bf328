import { METHODS, NOTICE_EVENTS } from '../../../shared/contracts/constants';
import { checkTemplates, describeBrowser, LANGUAGES } from '../../../server/src/delivery/mail';
import { NOTICE_TEXTS } from '../../../server/src/notices/texts';
import { writeNotice, type NoticeToWrite } from '../../../server/src/notices/write';

const AT = Date.UTC(2026, 2, 14, 9, 26);
const FACTS: Record<string, string | number> = {
  name: 'YubiKey blue',
  type: 'webauthn',
  method: 'totp',
  total: 10,
  remaining: 2,
  browser: 'Chrome, macOS',
  days: 14,
  failures: 3,
  until: AT + 900_000,
  by: 'boss@example.com',
  person: 'erin@example.com',
  date: AT + 86_400_000,
};

const notice = (change: Partial<NoticeToWrite> = {}): NoticeToWrite => ({
  event: 'factor_added',
  language: 'en',
  facts: FACTS,
  at: AT,
  browser: 'Firefox, Windows',
  ip: '203.0.113.7',
  ...change,
});

const namesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

describe.each(LANGUAGES)('mails about one’s account, in %s', (language) => {
  const english = NOTICE_TEXTS.en;
  const texts = NOTICE_TEXTS[language];

  it('has every event, none more, with words of its own [C22][C32]', () => {
    expect(Object.keys(texts.events).sort()).toEqual([...NOTICE_EVENTS].sort());
    expect(Object.keys(texts.methods).sort()).toEqual([...METHODS].sort());
    if (language === 'en') return;
    for (const event of NOTICE_EVENTS) {
      expect(texts.events[event].lead).not.toBe(english.events[event].lead);
      expect(texts.events[event].advice).not.toBe(english.events[event].advice);
    }
  });

  it.each(NOTICE_EVENTS)('tells the same facts as in English: %s [C22][C32]', (event) => {
    const [own, reference] = [texts.events[event], english.events[event]];
    expect(namesIn(own.subject)).toEqual(namesIn(reference.subject));
    expect(namesIn(own.lead)).toEqual(namesIn(reference.lead));
    expect(namesIn(own.advice)).toEqual(namesIn(reference.advice));
  });

  it.each(NOTICE_EVENTS)('says what, where and what to do, and leaves no hole: %s [C22]', (event) => {
    const letter = writeNotice(notice({ event, language }), 'Example CMS', {});
    expect(letter.subject).toContain('Example CMS');
    expect(letter.text).toContain('Firefox, Windows');
    expect(letter.text).toContain('203.0.113.7');
    expect(letter.text).toContain('UTC');
    for (const part of Object.values(letter)) {
      expect(part).not.toMatch(/\{\w+\}/);
      expect(part).not.toMatch(/undefined|null|NaN/);
      expect(part).not.toMatch(/https?:\/\/|href/);
    }
  });
});

describe('a mail about one’s account', () => {
  it('names what was added [C22]', () => {
    const { text } = writeNotice(notice(), 'Example CMS', {});
    expect(text).toContain('“YubiKey blue” was added to your account on Example CMS.');
    expect(text).toContain('Method: Passkey or security key');
    expect(text).toContain('When: March 14, 2026 at 9:26 AM UTC');
    expect(text).toContain('If this wasn’t you');
  });

  it('escapes whatever a person could have typed [C22]', () => {
    const facts = { name: '<img src=x onerror=alert(1)>"\'&', type: 'totp' };
    const { html } = writeNotice(notice({ facts }), '<b>CMS</b>', {});
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<b>CMS');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
  });

  it('keeps a name on its line, in the subject too [C22]', () => {
    const facts = { name: 'Key\r\nBcc: everyone@example.com\u2028\u202eevil', type: 'totp' };
    const letter = writeNotice(notice({ facts }), 'CMS\r\nX-Header: 1', {});
    expect(letter.subject).toBe('A method was added to your account on CMS X-Header: 1');
    expect(letter.text).toContain('“Key Bcc: everyone@example.com evil”');
  });

  it('leaves no empty brackets where a fact is not known [C22]', () => {
    const { text } = writeNotice(notice({ event: 'reset', facts: {}, browser: null, ip: null }), 'CMS', {});
    expect(text).toContain('An administrator removed the methods');
    expect(text).not.toMatch(/Browser:|IP address:|Method:/);
  });

  it('says that a lock ends by a person when no time ends it [C22]', () => {
    const { text } = writeNotice(notice({ event: 'locked', facts: { until: null } }), 'CMS', {});
    expect(text).toContain('until an administrator lifts the lock');
  });

  it('takes the site owner’s own words, by language before the general ones [C22]', () => {
    const templates = {
      factor_added: { subject: '[{site}] {name}', text: 'Added: {name} <{method}>' },
      'factor_added.de': { text: 'Neu: {name}' },
    };
    const english = writeNotice(notice({ facts: { name: '<b>', type: 'totp' } }), 'CMS', templates);
    expect(english).toMatchObject({ subject: '[CMS] <b>', text: 'Added: <b> <Authenticator app>' });
    expect(english.html).toContain('Added: &lt;b&gt; &lt;Authenticator app&gt;');
    const german = writeNotice(notice({ language: 'de' }), 'CMS', templates);
    expect(german).toMatchObject({ subject: '[CMS] YubiKey blue', text: 'Neu: YubiKey blue' });
  });

  it('escapes values inside the site owner’s own HTML [C22]', () => {
    const templates = { factor_added: { html: '<h1>{name}</h1>' } };
    const letter = writeNotice(notice({ facts: { name: '<script>' } }), 'CMS', templates);
    expect(letter.html).toBe('<h1>&lt;script&gt;</h1>');
    expect(letter.text).toContain('was added to your account');
  });

  it.each([
    [{ factor_add: {} }, 'mail.templates.factor_add '],
    [{ 'factor_added.xx': {} }, 'mail.templates.factor_added.xx '],
    [{ factor_added: { title: 'x' } }, 'mail.templates.factor_added.title '],
  ])('names a template key that is mistyped when the host starts: %j [C22]', (templates, message) => {
    expect(() => checkTemplates(templates as never, NOTICE_EVENTS, LANGUAGES)).toThrow(message);
  });
});

describe('what somebody typed, in a mail', () => {
  it.each(LANGUAGES)('makes no link: %s [C40]', (language) => {
    const facts = { ...FACTS, name: 'https://evil.example/undo' };
    const letter = writeNotice(notice({ language, facts, ip: '203.0.113.9 - see https://evil.example' }), 'CMS', {});
    expect(`${letter.subject}${letter.text}${letter.html}`).not.toMatch(/evil\.example|https?:/);
    expect(letter.text).toContain('https evil example/undo');
    expect(letter.text).not.toContain(NOTICE_TEXTS[language].labels.ip);
  });

  it.each(LANGUAGES)('gives way to the method where it is left out: %s [C40]', (language) => {
    const { text } = writeNotice(notice({ language, facts: { name: null, type: 'webauthn' } }), 'CMS', {});
    expect(text.split('\n')[0]).toContain(NOTICE_TEXTS[language].methods.webauthn);
  });

  it('makes no link in a site’s own words either [C40]', () => {
    const templates = { factor_added: { text: '{name} from {ip} by {by}', html: '<p>{name} {ip} {by}</p>' } };
    const facts = { ...FACTS, name: 'See www.evil.example', by: 'evil.example/undo@x.example' };
    const letter = writeNotice(notice({ facts, ip: 'evil.example' }), 'CMS', templates);
    expect(letter.text).toBe('See www evil example from  by evil.example·undo@x.example');
  });
});

describe('the browser in a mail', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0',
      'Edge, Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari, iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36',
      'Chrome, Android',
    ],
    ['Your account is in danger, visit http://evil.example', null],
    ['', null],
    [undefined, null],
  ])('is named coarsely and never in its own words: %s [C22]', (userAgent, name) => {
    expect(describeBrowser(userAgent)).toBe(name);
  });
});
