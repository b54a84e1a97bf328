import { useEffect } from 'react';

import { type MeView } from '../../../../shared/contracts/types';
import { signalAcceptedCredentials } from '../../factors';

/** WebAuthn Level 3, §5.1.10: the name a password manager shows beside a passkey. Not in every browser. */
interface Signals {
  signalCurrentUserDetails?(options: {
    rpId: string;
    userId: string;
    name: string;
    displayName: string;
  }): Promise<void>;
}

interface Person {
  email: string;
  name: string;
}

const signalCurrentUser = async (rpId: string, userId: string, { email, name }: Person): Promise<void> => {
  const signals: Signals =
    typeof window.PublicKeyCredential === 'function' ? (window.PublicKeyCredential as Signals) : {};
  try {
    await signals.signalCurrentUserDetails?.({ rpId, userId, name: email, displayName: name });
  } catch {
    // A courtesy to the password manager: a provider that says no changes nothing for the person.
  }
};

/**
 * After every answer that was asked for from this page: which passkeys are still accepted, and whose they are. A list kept
 * from before may lack a passkey that another tab has added since, and what is left out is hidden or deleted for good.
 * @param freshAt when an answer came that was asked for since the page was opened; null before, and after a failure
 */
export const useSignals = (me: MeView | undefined, freshAt: number | null, person: Person | null): void => {
  const { rpId = null, userHandle = null, credentialIds = [] } = me?.webauthn ?? {};
  const accepted = credentialIds.join(' ');
  const email = person?.email ?? null;
  const name = person?.name ?? '';

  useEffect(() => {
    if (freshAt === null || rpId === null || userHandle === null) return;
    void signalAcceptedCredentials({ rpId, userHandle, credentialIds: accepted.split(' ').filter(Boolean) });
  }, [freshAt, rpId, userHandle, accepted]);

  useEffect(() => {
    if (freshAt === null || rpId === null || userHandle === null || email === null) return;
    void signalCurrentUser(rpId, userHandle, { email, name });
  }, [freshAt, rpId, userHandle, email, name]);
};
