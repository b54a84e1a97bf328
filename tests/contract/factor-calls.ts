/** Calls the factors module of a real host directly. This is what enrollment and `verify` do, without HTTP. */
import type { Authenticator, Factor, Finished, Judged, Subject, Verifier } from '../../server/src/factors';
import type { AuthenticatorType, Method } from '../../shared/contracts';
import { createPerson, type Host } from '../support';

let opened = 0;

/** A new person on this host with an open MFA prompt. */
export const newSubject = async (host: Host): Promise<Subject> => {
  const person = await createPerson(host);
  opened += 1;
  const name = `${person.firstname} ${person.lastname}`;
  return { userId: person.id, email: person.email, name, locale: null, scope: `transaction:test-${opened}` };
};

/** The same person with another MFA prompt. */
export const elsewhere = (subject: Subject): Subject => {
  opened += 1;
  return { ...subject, scope: `family:test-${opened}` };
};

export const factorOf = (host: Host, type: AuthenticatorType): Factor => {
  const factor = host.container.factors.factor(type);
  if (!factor) throw new Error(`This host has no factor ${type}.`);
  return factor;
};

export const verifierOf = (host: Host, method: Method): Verifier => {
  const verifier = host.container.factors.verifier(method);
  if (!verifier) throw new Error(`This host has no verifier ${method}.`);
  return verifier;
};

export const authenticatorsOf = (host: Host, subject: Subject): Promise<Authenticator[]> =>
  host.container.authenticators.of(subject.userId);

export const begin = async (
  host: Host,
  type: AuthenticatorType,
  subject: Subject,
  input: Record<string, unknown> = {}
): Promise<Record<string, unknown>> => {
  const begun = await factorOf(host, type).beginEnrollment(subject, await authenticatorsOf(host, subject), input);
  if (!begun.ok) throw new Error(`${type} did not begin: ${begun.code}`);
  return begun.offer;
};

export const finish = async (
  host: Host,
  type: AuthenticatorType,
  subject: Subject,
  input: Record<string, unknown>
): Promise<Finished> => factorOf(host, type).finishEnrollment(subject, await authenticatorsOf(host, subject), input);

/** Stores a finished enrollment like the enrollment module does: spends and writes in one transaction. */
export const store = async (host: Host, subject: Subject, finished: Finished): Promise<Authenticator | null> => {
  if (!finished.ok) throw new Error(`not finished: ${finished.reason}`);
  const { authenticators, database, ports } = host.container;
  const { draft } = finished;
  const stored = await database.transaction(async (trx) => {
    if (!(await finished.spend(trx))) return false;
    await authenticators.add(subject.userId, draft, draft.defaultName, ports.clock.now(), trx);
    return true;
  });
  return stored ? authenticators.find(subject.userId, draft.uid) : null;
};

export const judge = async (
  host: Host,
  method: Method,
  subject: Subject,
  proof: Record<string, unknown>
): Promise<Judged> => verifierOf(host, method).judge(subject, await authenticatorsOf(host, subject), proof);

export const spend = (host: Host, judged: Judged): Promise<boolean> =>
  judged.ok ? host.container.database.transaction((trx) => judged.spend(trx)) : Promise.resolve(false);

/** Judges and spends a proof. Returns false for any refusal. */
export const prove = async (
  host: Host,
  method: Method,
  subject: Subject,
  proof: Record<string, unknown>
): Promise<boolean> => spend(host, await judge(host, method, subject, proof));

/** Every row in our tables about these people, as text to search for secrets. */
export const storedText = async (host: Host, ...subjects: Subject[]): Promise<string> => {
  const ids = subjects.map(({ userId }) => userId);
  const tables = ['accounts', 'authenticators', 'recoveryCodes', 'ceremonies'] as const;
  const rows = await Promise.all(tables.map((name) => host.container.database.table(name).whereIn('user_id', ids)));
  return JSON.stringify(rows);
};
