import { createHash } from 'node:crypto';

import { createPerson, DAY, forcePolicy, logIn, MINUTE, startHost, type Host, type Person } from '../../support';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';
const FIREFOX_LATER = FIREFOX.replaceAll('128.0', '140.0');
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

/** The same ID for the same name, because a browser keeps its own. */
const deviceCalled = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const enter = async (who: Person, userAgent: string, deviceId: string) => {
  await logIn(host, who, { deviceId: deviceCalled(deviceId), headers: { 'User-Agent': userAgent } });
  await host.container.newBrowsers.flush();
  await host.container.notices.flush();
};

const told = (who: Person) => host.mail.to(who.email).filter(({ text }) => text.includes('in the last 90 days'));

describe('a login with a new browser [C53]', () => {
  it('is told by mail, with what it was, where from and what to do; never the very first, and not a known one', async () => {
    const person = await createPerson(host);
    await enter(person, FIREFOX, 'device-at-home');
    await enter(person, FIREFOX_LATER, 'device-at-home');
    expect(told(person)).toHaveLength(0);
    await enter(person, SAFARI, 'device-of-somebody');
    const [mail] = told(person);
    expect(mail?.subject).toContain('New browser on your account');
    expect(mail?.text).toContain('Browser: Safari, macOS');
    expect(mail?.text).toMatch(/When: .* UTC/);
    expect(mail?.text).toMatch(/IP address: .*127\.0\.0\.1/);
    expect(mail?.text).toContain('change your password now');
    host.clock.advance(20 * MINUTE);
    await enter(person, SAFARI, 'device-of-somebody');
    expect(told(person)).toHaveLength(1);
  });

  it('another browser of the same kind is another browser', async () => {
    const person = await createPerson(host);
    await enter(person, FIREFOX, 'device-of-the-owner');
    await enter(person, FIREFOX, 'device-of-a-thief');
    expect(told(person)).toHaveLength(1);
  });

  it('one that was not used for 90 days is new again; one that was, is not', async () => {
    const person = await createPerson(host);
    await enter(person, FIREFOX, 'device-a');
    host.clock.advance(80 * DAY);
    await enter(person, FIREFOX, 'device-a');
    host.clock.advance(80 * DAY);
    await enter(person, FIREFOX, 'device-a');
    expect(told(person)).toHaveLength(0);
    host.clock.advance(91 * DAY);
    await enter(person, FIREFOX, 'device-a');
    expect(told(person)).toHaveLength(1);
  });

  it('one that is used all day is known, and from its last hour on', async () => {
    const person = await createPerson(host);
    await enter(person, FIREFOX, 'device-a');
    for (let hour = 0; hour < 5; hour += 1) {
      await enter(person, FIREFOX, 'device-a');
      host.clock.advance(50 * MINUTE);
    }
    host.clock.advance(90 * DAY - 80 * MINUTE);
    await enter(person, FIREFOX, 'device-a');
    expect(told(person)).toHaveLength(0);
  });

  it('a flood of them is one mail', async () => {
    const person = await createPerson(host);
    await enter(person, FIREFOX, 'device-of-the-owner');
    for (let count = 0; count < 8; count += 1) await enter(person, SAFARI, `device-${count}`);
    expect(told(person)).toHaveLength(1);
  });

  it('what a client calls itself puts no word into the mail [C40]', async () => {
    const person = await createPerson(host);
    await enter(person, FIREFOX, 'device-of-the-owner');
    await enter(person, 'Your account is locked, call +1 555 0100', 'device');
    const [mail] = told(person);
    expect(mail?.text).toContain('in the last 90 days');
    expect(mail?.text).not.toContain('555');
  });

  it('is not told where the policy has it switched off, and the browser is known from then on all the same', async () => {
    const person = await createPerson(host);
    await enter(person, FIREFOX, 'device-of-the-owner');
    await forcePolicy(host, { notices: { new_browser: false } });
    await enter(person, SAFARI, 'device-of-the-owner');
    await forcePolicy(host, { notices: { new_browser: true } });
    await enter(person, SAFARI, 'device-of-the-owner');
    expect(told(person)).toHaveLength(0);
  });

  it('is told in the person’s language', async () => {
    const person = await createPerson(host, { preferedLanguage: 'de' });
    await enter(person, FIREFOX, 'device-of-the-owner');
    await enter(person, SAFARI, 'device-of-somebody');
    expect(host.mail.to(person.email).at(-1)?.subject).toContain('Neuer Browser');
  });
});
