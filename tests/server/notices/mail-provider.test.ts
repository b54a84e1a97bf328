/** A new host's email provider can't deliver anything. The log tells the operator once, and says what to do. */
import { createPerson, enrollTotp, freePort, HOUR, logInToEnroll, MINUTE, startHost, type Host } from '../../support';

let host: Host;
const lines: { level: string; text: string }[] = [];

beforeAll(async () => {
  const closed = await freePort();
  const provider = { provider: 'sendmail', providerOptions: { devPort: closed, devHost: '127.0.0.1' } };
  host = await startHost({
    config: { plugins: { email: { config: provider } } },
    beforeBootstrap: (strapi) => {
      for (const level of ['warn', 'error'] as const) {
        strapi.log[level] = ((text: unknown) => {
          lines.push({ level, text: String(text) });
          return strapi.log;
        }) as typeof strapi.log.warn;
      }
    },
  });
});
afterAll(() => host?.stop());

const said = () => lines.filter(({ text }) => text.includes('[mfa]'));

describe('the default provider of a new host', () => {
  it('is named in one line with what to configure, however many mails and tries; nobody is kept from anything [C60] [F19]', async () => {
    for (let count = 0; count < 3; count += 1) {
      await enrollTotp(host, await logInToEnroll(host, await createPerson(host)));
    }
    await host.container.notices.flush();
    for (let tries = 0; tries < 6; tries += 1) {
      host.clock.advance(5 * MINUTE);
      await host.container.notices.flush();
    }
    expect(said()).toHaveLength(1);
    expect(said()[0]).toMatchObject({ level: 'warn' });
    expect(said()[0]?.text).toMatch(/"sendmail" couldn't send an email \(\w+\).*https:\/\/docs\.strapi\.io/);
    // The message contains no personal data and nothing from the email.
    expect(said()[0]?.text).not.toContain('@example.com');

    host.clock.advance(HOUR + MINUTE);
    await host.container.notices.flush();
    expect(said()).toHaveLength(2);
  });

  it('is found by the doctor, which says what to do [C60] [F19]', async () => {
    const checks = await host.container.diagnostics.run(null);
    expect(checks.find(({ id }) => id === 'mail')).toMatchObject({
      status: 'warning',
      code: 'mail_sendmail',
      message: expect.stringContaining('Configure another'),
    });
  });
});
