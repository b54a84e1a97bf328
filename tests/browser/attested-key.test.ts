/** A key that has to prove its model, in a real browser: accepted, and refused once the model is revoked. */
import type { Page, Route } from 'playwright-core';

import {
  alliance,
  DAY,
  maker,
  metadataFile,
  personWithTotp,
  plugInKey,
  provenSuperAdmin,
  setPolicy,
  type Entry,
} from '../support';
import { keep, setStage, type Stage } from './panel';
import { box, signedInWithApp, visit } from './panel-steps';

/** Of Chromium's virtual authenticators. Each makes itself a new certificate for every passkey. */
const CHROMIUM = maker({ aaguid: '01020304-0506-0708-0102-030405060708' });
const KEYS = 'Passkeys and Security Keys';

const fido = alliance();
const file = metadataFile('');
let stage: Stage;
let no = 0;

const publish = async (...entries: Entry[]): Promise<void> => {
  no += 1;
  const nextUpdate = new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10);
  file.replace(fido.blob({ no, nextUpdate, entries }));
  await stage.host.container.factors.refresh();
};

beforeAll(async () => {
  const metadata = { file: file.file, roots: [fido.root] };
  stage = await setStage({ config: { plugins: { mfa: { config: { webauthn: { metadata } } } } } });
  await publish();
  const admin = await provenSuperAdmin(stage.host);
  const authenticators = { userVerification: 'preferred', attestation: 'required', deviceBound: false };
  await setPolicy(admin.session, { authenticators: { ...authenticators, allowedAaguids: [] } });
});
afterAll(() => stage?.close());

/** The certificate in an attestation object: the first SEQUENCE behind `x5c`, with a length of two bytes. */
const certificateIn = (route: Route): string => {
  const { response } = route.request().postDataJSON() as { response: { response: { attestationObject: string } } };
  const bytes = Buffer.from(response.response.attestationObject, 'base64url');
  const begins = bytes.indexOf(Buffer.from([0x30, 0x82]), bytes.indexOf('x5c'));
  return bytes.subarray(begins, begins + 4 + bytes.readUInt16BE(begins + 2)).toString('base64');
};

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Add a passkey or security key' });

/**
 * Somebody presses *Use a security key*. What its maker has published about it is known before the server is asked; null
 * where nothing is.
 */
const addKey = async (status: string | null) => {
  const { person, app, session } = await personWithTotp(stage.host);
  const page = await signedInWithApp(stage, person, app);
  await plugInKey(page);
  await page.route('**/mfa/me/webauthn/finish', async (route) => {
    const about = { maker: CHROMIUM, name: 'Key of Chromium', roots: [certificateIn(route)] };
    await publish(...(status === null ? [] : [{ ...about, status }]));
    await route.continue();
  });
  await visit(page, stage.host, '/me/security', 'My Security');
  await box(page, KEYS).getByRole('button', { name: 'Add passkey or security key' }).click();
  const answered = page.waitForResponse('**/mfa/me/webauthn/finish');
  await dialog(page).getByRole('button', { name: 'Use a security key' }).click();
  const answer = (await answered).status();
  const keys = async (): Promise<{ attested: boolean }[]> => {
    const { body } = await session.get('/mfa/me');
    return body.data.authenticators.filter(({ type }: { type: string }) => type === 'webauthn');
  };
  return { page, keys, answer };
};

describe('where keys have to prove their model', () => {
  it('one of a known model is accepted [C50]', async () => {
    const { page, keys, answer } = await addKey('FIDO_CERTIFIED_L1');
    expect(answer).toBe(200);
    expect(await keys()).toMatchObject([{ attested: true }]);
    await page.context().close();
  });

  it('one of a revoked model is refused in words, and another can be tried [C50]', async () => {
    const { page, keys } = await addKey('REVOKED');
    await dialog(page).getByText('This model was revoked or compromised').waitFor();
    await keep(page, 'key-revoked');
    expect(await keys()).toEqual([]);
    expect(await dialog(page).getByRole('button', { name: 'Use a security key' }).isEnabled()).toBe(true);
    await page.context().close();
  });

  it('one of a model that nobody knows is refused in words [C50]', async () => {
    const { page, keys, answer } = await addKey(null);
    expect(answer).toBe(403);
    await dialog(page).getByText('requires keys that prove their model').waitFor();
    expect(await keys()).toEqual([]);
    await page.context().close();
  });
});
