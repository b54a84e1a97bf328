import { createServer } from 'node:http';

import { httpProvider } from '../../../../server/src/delivery/sms/http-sender';
import { catchTexts, type TextCatcher } from '../../../support/text-catcher';

const MESSAGE = { to: '+4915112345678', text: '123456 is "your" code & more\n\n@cms.example.com #123456' };

describe('the HTTP sender of text messages', () => {
  let gateway: TextCatcher;
  beforeAll(async () => {
    gateway = await catchTexts();
  });
  afterAll(() => gateway.stop());
  beforeEach(() => {
    gateway.clear();
    gateway.answerWith(200);
  });

  const send = async (options: Record<string, unknown>) =>
    (await httpProvider.init({ url: gateway.url, ...options }, {})).send(MESSAGE);

  it('posts JSON when nothing else is said [B9]', async () => {
    await send({});
    expect(gateway.texts).toEqual([MESSAGE]);
    expect(gateway.requests[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
  });

  it('fills a JSON template without breaking out of its strings [B9]', async () => {
    await send({ json: { message: { body: 'MFA: {{text}}', recipients: ['{{ to }}'] }, flash: false, retries: 2 } });
    expect(JSON.parse(gateway.requests[0]?.body ?? '')).toEqual({
      message: { body: `MFA: ${MESSAGE.text}`, recipients: [MESSAGE.to] },
      flash: false,
      retries: 2,
    });
  });

  it('fills a form template and headers [B9]', async () => {
    await send({ form: { To: '{{to}}', Body: '{{text}}', From: 'CMS' }, headers: { Authorization: 'Basic c2VjcmV0' } });
    const [request] = gateway.requests;
    expect(request?.headers).toMatchObject({
      authorization: 'Basic c2VjcmV0',
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      To: MESSAGE.to,
      Body: MESSAGE.text,
      From: 'CMS',
    });
  });

  it('fills the address of a GET gateway, encoded [B9]', async () => {
    await send({ method: 'GET', url: `${gateway.url}?to={{to}}&text={{text}}` });
    const path = new URL(gateway.requests[0]?.path ?? '', gateway.url);
    expect(gateway.requests[0]).toMatchObject({ method: 'GET', body: '' });
    expect(Object.fromEntries(path.searchParams)).toEqual(MESSAGE);
  });

  it.each([400, 401, 429, 500, 503])('fails when the gateway answers %i [B9][C8]', async (status) => {
    gateway.answerWith(status);
    await expect(send({})).rejects.toMatchObject({ name: 'SmsRefused', status });
  });

  it('never puts the number or the code into its error [B9]', async () => {
    gateway.answerWith(500);
    const error: unknown = await send({}).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/123456|4915112345678/);
  });

  it('takes only the status and the answer that the owner named as success [B9]', async () => {
    gateway.answerWith(202);
    await send({ success: { status: [202], body: '^\\{\\}$' } });
    await expect(send({ success: { status: [200] } })).rejects.toMatchObject({ status: 202 });
    await expect(send({ success: { body: '"status":"0"' } })).rejects.toMatchObject({ name: 'SmsRefused' });
  });

  it('gives up on a gateway that does not answer [B9][C8]', async () => {
    gateway.answerWith(200, 2000);
    await expect(send({ timeoutMs: 100 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('fails when nobody is there [B9][C8]', async () => {
    await expect(send({ url: 'http://127.0.0.1:9/send' })).rejects.toThrow();
  });

  it('does not follow a gateway that sends the message elsewhere [B9]', async () => {
    const mover = createServer((_request, response) => {
      response.writeHead(307, { Location: gateway.url }).end();
    });
    await new Promise<void>((done) => mover.listen(0, '127.0.0.1', () => done()));
    const address = mover.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(send({ url: `http://127.0.0.1:${port}/` })).rejects.toMatchObject({ status: 307 });
    expect(gateway.requests).toEqual([]);
    mover.closeAllConnections();
    await new Promise((done) => mover.close(done));
  });

  it.each([
    { url: 'ftp://example.com' },
    { method: 'DELETE' },
    { json: {}, form: {} },
    { success: { body: '(' } },
    { timeoutMs: 5 },
    { token: 'unknown key' },
  ])('refuses options it does not understand when the host starts: %j [B9]', (options) => {
    expect(() => httpProvider.init({ url: gateway.url, ...options }, {})).toThrow();
  });
});
