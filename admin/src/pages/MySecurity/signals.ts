import { useEffect } from 'react';

import { type MeView } from '../../../../shared/contracts/types';
import { signalAcceptedCredentials } from '../../factors';

/** WebAuthn Level 3, §5.1.10: the name that a password manager shows next to a passkey. Not in every browser. */
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
    // Optional for the password manager. If a provider refuses, nothing changes for the person.
  }
};

/**
 * Signals the accepted passkeys and their owner, after every answer that this page requested. An older list may lack a
 * passkey that another tab has added, and password managers hide or delete missing ones permanently.
 * @param freshAt when an answer arrived that was requested since the page opened; null before that, and after a failure
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
