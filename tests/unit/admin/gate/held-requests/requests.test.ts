import { repeatable, signalOf } from '../../../../../admin/src/gate/held-requests/requests';

interface Sent {
  url: string;
  body: string;
  authorization: string | null;
  signal: AbortSignal | null | undefined;
}

const recorder = () => {
  const sent: Sent[] = [];
  const send = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    sent.push({
      url: request.url,
      body: await request.clone().text(),
      authorization: request.headers.get('authorization'),
      signal: init?.signal,
    });
    return new Response('{}');
  }) as typeof fetch;
  return { sent, send };
};

const ADDRESS = 'http://localhost/content-manager/articles';

describe('sending a request again', () => {
  it('takes the newest token in place of the old one, and only there', async () => {
    const { sent, send } = recorder();
    const headers = { Authorization: 'Bearer old', 'Content-Type': 'application/json' };
    await repeatable(send, ADDRESS, { method: 'POST', body: '{"a":1}', headers })?.('new');
    await repeatable(send, ADDRESS, { headers: { Authorization: 'MFA abc' } })?.('new');
    await repeatable(send, ADDRESS, {})?.('new');
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer new', 'MFA abc', null]);
    expect(sent[0]?.body).toBe('{"a":1}');
  });

  it('keeps the old token when the panel has none', async () => {
    const { sent, send } = recorder();
    await repeatable(send, ADDRESS, { headers: { Authorization: 'Bearer old' } })?.(null);
    expect(sent[0]?.authorization).toBe('Bearer old');
  });

  it('repeats a Request whose body was already sent, as often as needed', async () => {
    const { sent, send } = recorder();
    const request = new Request(ADDRESS, {
      method: 'PUT',
      body: 'typed text',
      headers: { Authorization: 'Bearer old' },
    });
    const repeat = repeatable(send, request);
    await send(request);
    await repeat?.('new');
    await repeat?.('newer');
    expect(sent.map(({ body, authorization }) => [body, authorization])).toEqual([
      ['typed text', 'Bearer old'],
      ['typed text', 'Bearer new'],
      ['typed text', 'Bearer newer'],
    ]);
  });

  it.each([
    ['a form', () => new FormData(), 'multipart'],
    ['search parameters', () => new URLSearchParams({ a: '1' }), 'a=1'],
    ['a blob', () => new Blob(['blob']), 'blob'],
  ])('repeats %s', async (_name, make, expected) => {
    const { sent, send } = recorder();
    const body = make();
    if (body instanceof FormData) body.set('file', 'multipart');
    const repeat = repeatable(send, ADDRESS, { method: 'POST', body });
    await repeat?.(null);
    await repeat?.(null);
    expect(sent).toHaveLength(2);
    for (const { body: text } of sent) expect(text).toContain(expected);
  });

  it('cannot repeat a stream', () => {
    const { send } = recorder();
    expect(repeatable(send, ADDRESS, { method: 'POST', body: new ReadableStream() })).toBeNull();
  });

  it('leaves out one caller’s signal where several wait for the answer', async () => {
    const { sent, send } = recorder();
    const controller = new AbortController();
    const repeat = repeatable(send, ADDRESS, { signal: controller.signal });
    await repeat?.(null, false);
    await repeat?.(null, true);
    expect(sent.map(({ signal }) => signal)).toEqual([null, controller.signal]);
    expect(signalOf(new Request(ADDRESS, { signal: controller.signal }))).not.toBeNull();
  });
});
