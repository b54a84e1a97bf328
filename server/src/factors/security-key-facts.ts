/** The properties of security keys and passkeys, and the published information about their models. */
import type { Authenticator, Factor, Usability, Verifier } from './factor';

/** The known properties of a stored security key or passkey. */
export interface KeyFacts {
  /** In lower case. The key claims it, and only attestation proves it. */
  aaguid: string;
  /** Whether it can leave the device that it was created on. */
  synced: boolean;
  /** Whether the model was proved at registration. */
  attested: boolean;
  /** Whether metadata says that the model is no longer trustworthy. */
  withdrawn: boolean;
  /** Whether it has ever verified its person. Null if this wasn't recorded. */
  verifiesUser: boolean | null;
}

/** The same facts as text in a row's `data`, so that a query over thousands of rows doesn't have to parse each one. */
export interface KeyMarks {
  /** In every readable row. */
  readable: string;
  synced: string;
  attested: string;
  neverVerified: string;
  /** Not discoverable, so it can't be a login by itself. */
  hidden: string;
  /** One piece of text per withdrawn model. If a row contains any of them, its key is of a withdrawn model. */
  withdrawn(): readonly string[];
  model(aaguid: string): string;
}

/** A factor whose authenticators differ in their properties. */
export interface DescribesKeys {
  keyFacts(authenticator: Pick<Authenticator, 'data'>): KeyFacts | null;
  readonly keyMarks: KeyMarks;
}

/** A factor whose authenticators work only at the address where they were created. */
export interface BoundToPlace {
  /** Whether a stored authenticator would work if the panel moved to this address with the same configuration. */
  usabilityAt(authenticator: Authenticator, address: string): Usability;
}

export const boundToPlace = (verifier: Verifier): verifier is Factor & BoundToPlace => 'usabilityAt' in verifier;

/** A factor whose authenticators store their owner's handle. It stays in them when people get a new handle. */
export interface KeepsHandle {
  /** The row's data with the handle that it was created with. Null if it already has one, or doesn't need one. */
  withHandle(authenticator: Authenticator, handle: string): Authenticator['data'] | null;
}

export const keepsHandle = (verifier: Verifier): verifier is Factor & KeepsHandle => 'withHandle' in verifier;

/** The state of the metadata about authenticator models. */
export interface ModelsStanding {
  /** `off`: no source is configured. `missing`: nothing has been read yet. `stale`: the metadata is too old. */
  state: 'off' | 'missing' | 'stale' | 'current';
  /** The edition's number, its count of models, and when it expires (UTC ms). Null until an edition is read. */
  known: { no: number; models: number; goodUntil: number } | null;
  /** Why the last attempt failed, in a form that may be shown. Null if it succeeded. */
  problem: string | null;
}

/** A factor that checks the models of authenticators against FIDO metadata. */
export interface ChecksModels {
  models(): ModelsStanding;
  /** Reads the metadata again if it's due. Never throws, because `models` reports what went wrong. */
  refreshModels(): Promise<void>;
  /** The published status that withdrew this authenticator's model, and the model's name. Null if there's none. */
  withdrawal(authenticator: Pick<Authenticator, 'data'>): { status: string; model: string } | null;
}

export const checksModels = (verifier: Verifier): verifier is Factor & ChecksModels => 'refreshModels' in verifier;

export const describesKeys = (verifier: Verifier): verifier is Factor & DescribesKeys => 'keyFacts' in verifier;
