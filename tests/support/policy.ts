/** Changes the policy as an administrator does: over HTTP, with a recent proof. */
import type { Response } from 'supertest';

import { POLICY_ID, type PolicyView } from '../../shared/contracts';
import { enrollTotp, expectOk, logInToEnroll, signInWithTotp, type EnrolledApp } from './enroll';
import type { Host, Reachable } from './host';
import { superAdmin, type Person } from './people';
import type { Session } from './sessions';

export const POLICY_PATH = `/mfa/policies/${POLICY_ID}`;

export interface Administrator {
  person: Person;
  app: EnrolledApp;
  /** Logged in with the app just now. */
  session: Session;
}

/** Gives a person an app, and logs them in with it. */
export const proven = async (host: Reachable, person: Person): Promise<Administrator> => {
  const app = await enrollTotp(host, await logInToEnroll(host, person));
  return { person, app, session: await signInWithTotp(host, person, app) };
};

export const provenSuperAdmin = async (host: Host): Promise<Administrator> => proven(host, await superAdmin(host));

export const readPolicy = async (session: Session): Promise<PolicyView> =>
  expectOk(await session.get(POLICY_PATH), 'read the policy').body.data;

/** Saves the whole policy with these changes. `updatedAt` is omitted unless it's among them. */
export const putPolicy = async (session: Session, change: object): Promise<Response> => {
  const { updatedAt: _updatedAt, ...policy } = await readPolicy(session);
  return session.put(POLICY_PATH, { ...policy, ...change });
};

/** The same, but fails unless it succeeds. */
export const setPolicy = async (session: Session, change: object): Promise<PolicyView> =>
  expectOk(await putPolicy(session, change), 'change the policy').body.data;

export const previewPolicy = async (session: Session, change: object): Promise<Response> => {
  const { updatedAt: _updatedAt, ...policy } = await readPolicy(session);
  return session.post(`${POLICY_PATH}/preview`, { ...policy, ...change });
};
