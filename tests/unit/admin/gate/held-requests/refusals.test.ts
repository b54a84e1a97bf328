import { asks } from '../../../../../admin/src/gate/held-requests/refusals';

const answer = (status: number, body: unknown, type = 'application/json; charset=utf-8') =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } });

const refusal = (code: string) => ({ data: null, error: { status: 403, name: 'ForbiddenError', details: { code } } });

describe('what a refusal asks for', () => {
  it.each([
    'MFA_REQUIRED',
    'MFA_ENROLLMENT_REQUIRED',
    'MFA_PASSWORD_REQUIRED',
    'MFA_REAUTHENTICATION_REQUIRED',
    'MFA_NO_USABLE_METHOD',
  ])('is recognized by its code: %s', async (code) => {
    const response = answer(403, refusal(code));
    expect((await asks(response))?.code).toBe(code);
    // Only the clone was read, so the waiting page can still read the response.
    expect(response.bodyUsed).toBe(false);
  });

  it.each([
    ['another status', answer(401, refusal('MFA_REQUIRED'))],
    ['another code', answer(403, refusal('MFA_TARGET_ABOVE_YOU'))],
    [
      'a stock refusal',
      answer(403, { data: null, error: { status: 403, name: 'ForbiddenError', message: 'Forbidden' } }),
    ],
    ['a page', answer(403, '<html>MFA_REQUIRED</html>', 'text/html')],
    ['broken JSON', answer(403, '{"error":')],
    ['JSON null', answer(403, 'null')],
    ['an array', answer(403, [])],
  ])('is nothing in %s', async (_name, response) => {
    expect(await asks(response)).toBeNull();
    expect(response.bodyUsed).toBe(false);
  });
});
