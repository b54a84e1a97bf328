/** What is known of security keys and passkeys: what each is, and what is published about its model. */
import type { Authenticator, Factor, Usability, Verifier } from './factor';

/** What is known of a stored security key or passkey. */
export interface KeyFacts {
  /** Claimed by the key, unless it was attested. Lower case. */
  aaguid: string;
  /** May leave the device it was made on. */
  synced: boolean;
  /** The model was proved when it was registered. */
  attested: boolean;
  /** What is published about the model says not to rely on it any more. */
  withdrawn: boolean;
  /** Whether it ever checked its person; null when nobody has noted it. */
  verifiesUser: boolean | null;
}

/** The same facts as they stand in the text of a row's `data`, so that a list of thousands can tell without opening every row. */
export interface KeyMarks {
  /** In every row that can be read. */
  readable: string;
  synced: string;
  attested: string;
  neverVerified: string;
  /** Cannot be found without being named: no login by itself. */
  hidden: string;
  /** One piece for each model that is withdrawn; any of them in a row says that its key is of one. */
  withdrawn(): readonly string[];
  model(aaguid: string): string;
}

/** A factor whose authenticators are told apart by what they are. */
export interface DescribesKeys {
  keyFacts(authenticator: Pick<Authenticator, 'data'>): KeyFacts | null;
  readonly keyMarks: KeyMarks;
}

/** A factor whose authenticators work at the address they were made at. */
export interface BoundToPlace {
  /** How a stored one would stand if the panel had this address, and the configuration stayed as it is. */
  usabilityAt(authenticator: Authenticator, address: string): Usability;
}

export const boundToPlace = (verifier: Verifier): verifier is Factor & BoundToPlace => 'usabilityAt' in verifier;

/** A factor whose authenticators keep whose they are: that stays with each when people get another handle. */
export interface KeepsHandle {
  /** The row's data with the handle that it was made under; null when it has one, or keeps none. */
  withHandle(authenticator: Authenticator, handle: string): Authenticator['data'] | null;
}

export const keepsHandle = (verifier: Verifier): verifier is Factor & KeepsHandle => 'withHandle' in verifier;

/** What is known of the models of authenticators, and how old it is. */
export interface ModelsStanding {
  /** `off`: nobody configured where to look. `missing`: nothing could be read yet. `stale`: what was read is too old. */
  state: 'off' | 'missing' | 'stale' | 'current';
  /** Number of what was read, how many models it tells of, until when it is good (UTC ms); null while nothing was. */
  known: { no: number; models: number; goodUntil: number } | null;
  /** Why the last try failed, in words that may be shown; null when it did not. */
  problem: string | null;
}

/** A factor that checks what authenticators say of their model against what is published (FIDO metadata). */
export interface ChecksModels {
  models(): ModelsStanding;
  /** Reads again where that is due. Never throws: `models` says what went wrong. */
  refreshModels(): Promise<void>;
  /** What is published against the model of this one, and its name; null when nothing. */
  withdrawal(authenticator: Pick<Authenticator, 'data'>): { status: string; model: string } | null;
}

export const checksModels = (verifier: Verifier): verifier is Factor & ChecksModels => 'refreshModels' in verifier;

export const describesKeys = (verifier: Verifier): verifier is Factor & DescribesKeys => 'keyFacts' in verifier;
