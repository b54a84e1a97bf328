/** Passkeys in a page: who has one, and what the panel requested from the browser. */
import type { Page } from 'playwright-core';

import {
  createPerson,
  enrollTotp,
  logInToEnroll,
  plugInKey,
  type EnrolledApp,
  type Person,
  type Session,
  type VirtualKey,
} from '../support';
import { adminUrl, type Stage } from './panel';
import { registerKey } from './panel-steps';

export interface Recorded {
  /** Every request for a passkey: its mediation, how many others were open, and whether it had user activation. */
  gets: { mediation: string; othersOpen: number; active: boolean }[];
  creates: { mediation: string; active: boolean; residentKey: string }[];
  unknown: { rpId: string; credentialId: string }[];
  accepted: { allAcceptedCredentialIds: string[] }[];
  /** Requests for a passkey that the browser hasn't answered and the page hasn't aborted. */
  open: number;
}

const noteDown = (): void => {
  const recorded: Recorded = { gets: [], creates: [], unknown: [], accepted: [], open: 0 };
  Object.assign(window, { recorded });
  if (!navigator.credentials) return;
  const container = navigator.credentials;
  const [get, create] = [container.get.bind(container), container.create.bind(container)];
  container.get = async (options) => {
    const mediation = String(options?.mediation ?? 'optional');
    recorded.gets.push({ mediation, othersOpen: recorded.open, active: navigator.userActivation.isActive });
    recorded.open += 1;
    let counted = true;
    const over = () => {
      if (counted) recorded.open -= 1;
      counted = false;
    };
    options?.signal?.addEventListener('abort', over, { once: true });
    return get(options).finally(over);
  };
  container.create = async (options) => {
    const given = options as { mediation?: string } | undefined;
    const residentKey = String(options?.publicKey?.authenticatorSelection?.residentKey);
    const active = navigator.userActivation.isActive;
    recorded.creates.push({ mediation: String(given?.mediation ?? 'optional'), active, residentKey });
    // Headless Chromium has no password manager to approve a conditional create.
    return create({ ...options, mediation: undefined } as CredentialCreationOptions);
  };
  Object.assign(PublicKeyCredential, {
    signalUnknownCredential: async (one: Recorded['unknown'][number]) => void recorded.unknown.push(one),
    signalAllAcceptedCredentials: async (all: Recorded['accepted'][number]) => void recorded.accepted.push(all),
  });
};

/** Records from the next page load on. */
export const record = (page: Page): Promise<unknown> => page.addInitScript(noteDown);

export const recordedIn = (page: Page): Promise<Recorded> =>
  page.evaluate(() => (window as unknown as { recorded: Recorded }).recorded);

export interface PasskeyOwner {
  person: Person;
  app: EnrolledApp;
  session: Session;
  key: VirtualKey;
}

/** A page of the panel that doesn't request a passkey. */
export const openElsewhere = async (page: Page, { host }: Stage): Promise<void> => {
  await page.goto(adminUrl(host, '/auth/forgot-password'));
  await page.getByRole('button', { name: 'Send Email' }).waitFor();
};

/** A person with an app and with a passkey in this page. The passkey doesn't answer until a test makes it present. */
export const passkeyOwner = async (stage: Stage, page: Page, roles?: string[]): Promise<PasskeyOwner> => {
  const person = await createPerson(stage.host, roles ? { roles } : {});
  const session = await logInToEnroll(stage.host, person);
  const app = await enrollTotp(stage.host, session);
  await openElsewhere(page, stage);
  const key = await plugInKey(page, { transport: 'internal' });
  await registerKey(page, session, 'Laptop');
  await key.setPresent(false);
  return { person, session, app, key };
};
