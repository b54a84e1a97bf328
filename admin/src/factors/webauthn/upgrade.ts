/** Creates a passkey for a person who has just logged in with a password and a code. */
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';

import type { Enrolled, EnrollmentCalls } from '../factor-ui';
import { register, registerQuietly } from './ceremony';
import { forgetRefused } from './signals';

interface Offer {
  publicKey: PublicKeyCredentialCreationOptionsJSON;
}

const finish = async (
  calls: EnrollmentCalls,
  { rp }: PublicKeyCredentialCreationOptionsJSON,
  response: { id: string }
): Promise<Enrolled | null> => {
  const finished = await calls.finish('webauthn', { response });
  if (finished.ok) return finished.data;
  forgetRefused(rp.id, response.id, finished.refusal);
  return null;
};

/** With the browser's prompt, after a press. Null if the person closed it, or the browser refused. */
export const createPasskey = async (calls: EnrollmentCalls, signal: AbortSignal): Promise<Enrolled | null> => {
  const begun = await calls.begin<Offer>('webauthn', { hint: 'client-device' });
  if (!begun.ok) return null;
  const ceremony = await register(begun.data.publicKey, signal);
  if (!ceremony.ok) return null;
  return finish(calls, begun.data.publicKey, ceremony.response);
};

/** Without a prompt, if the browser supports it. The page and an email tell the person afterwards. */
export const createPasskeyQuietly = async (calls: EnrollmentCalls): Promise<Enrolled | null> => {
  const begun = await calls.begin<Offer>('webauthn', { conditional: true });
  if (!begun.ok) return null;
  const response = await registerQuietly(begun.data.publicKey);
  if (!response) return null;
  return finish(calls, begun.data.publicKey, response);
};
