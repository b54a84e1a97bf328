/** Follows "Adding a method" in the developer guide: a folder, a name, a line in the registry. */
import type * as Registry from '../../server/src/factors/registry';
import { AUTHENTICATOR_TYPES, METHODS } from '../../shared/contracts/constants';
import type * as Support from '../support';
import type * as Toy from '../toy-factor';

/** Step 1: the name. This must run before routes and schemas read the lists. */
const NAME = 'paper_tape';
(AUTHENTICATOR_TYPES as unknown as string[]).push(NAME);
(METHODS as unknown as string[]).splice(METHODS.length - 1, 0, NAME);

const support = (): typeof Support => jest.requireActual('../support');
const toy = (): typeof Toy => jest.requireActual('../toy-factor');

let host: Support.Host;
beforeAll(async () => {
  // Step 3: a line in the registry.
  const { REGISTRY }: typeof Registry = jest.requireActual('../../server/src/factors/registry');
  REGISTRY.push(toy().createPaperTape);
  host = await support().startHost();
  await support().forcePolicy(host, { allowedMethods: ['webauthn', 'totp', toy().TYPE] });
});
afterAll(() => host?.stop());

describe('a method that is a folder and two lines', () => {
  it('is set up, asked for at the next login, and takes each word once', async () => {
    const person = await support().createPerson(host);
    const session = await support().logInToEnroll(host, person);
    const begun = await session.post(`/mfa/me/${NAME}/begin`);
    const [first, second] = begun.body.data.words as [string, string];
    const wrong = await session.post(`/mfa/me/${NAME}/finish`, { word: 'ffffffffff' });
    expect(wrong.body.error.details.code).toBe('MFA_INVALID_CODE');
    const finished = await session.post(`/mfa/me/${NAME}/finish`, { word: first });
    expect(finished.body.data.authenticator).toMatchObject({ type: NAME, name: 'Paper tape' });
    await session.post('/mfa/me/recovery-codes/acknowledge', { code: finished.body.data.recoveryCodes[0] });

    const asked = await support().askToSignIn(host, person);
    expect(asked.methods).toEqual([NAME, 'recovery_code']);
    const replayed = await support().verify(host, asked.transaction, { method: NAME, word: first });
    expect(replayed.body.error.details.code).toBe('MFA_INVALID_CODE');
    const answered = await support().verify(host, asked.transaction, { method: NAME, word: second });
    expect(answered.status).toBe(200);
    expect(answered.body.data.mfa.method).toBe(NAME);
  });
});
