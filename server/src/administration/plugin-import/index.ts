/**
 * Imports the methods that people set up with another plugin, so that nobody has to set up again.
 * Promises: nothing of ours is overwritten; a second run does nothing; one person at a time, in a transaction with the
 * event and the email; an unreadable row is reported and doesn't affect others. Never: writes to the other plugin's
 * tables, returns a secret.
 */
import type { Core } from '@strapi/strapi';

import { type Accounts, type Database, MfaError, type Ports, sha256Hex } from '../../platform';
import type { Recorder } from '../../audit';
import { type Authenticators, type Factors, takesOver } from '../../factors';
import { createOnceOnly, type Notices } from '../../notices';
import { identityRows, type IdentityRow, type PolicyStore } from '../../policy';
import type { Passes } from '../../self-service';
import type { TransactionStore } from '../../gate';

export const ORIGIN = 'strapi-identity';

/** Skipped for a reason that needs no attention. */
export type Skipped = 'not_enabled' | 'inactive' | 'imported_before' | 'has_methods_here' | 'was_reset' | 'not_allowed';
/** Needs attention. */
export type Broken = 'nobodys' | 'unknown_type' | 'unreadable_secret' | 'method_unavailable' | 'failed';

export interface ImportedRow {
  /** The ID in the other plugin's table. */
  row: number;
  person: { id: number; email: string } | null;
  type: string;
  outcome: 'imported' | 'skipped' | 'broken';
  reason: Skipped | Broken | null;
}

export interface ImportResult {
  dryRun: boolean;
  imported: number;
  skipped: number;
  broken: number;
  rows: ImportedRow[];
}

export interface PluginImport {
  /** @throws MfaError MFA_NOT_FOUND if the other plugin isn't installed */
  fromStrapiIdentity(options: { dryRun: boolean }): Promise<ImportResult>;
}

interface Deps {
  strapi: Core.Strapi;
  accounts: Accounts;
  audit: Recorder;
  authenticators: Authenticators;
  database: Database;
  factors: Factors;
  notices: Notices;
  passes: Passes;
  policies: PolicyStore;
  ports: Ports;
  store: TransactionStore;
}

const TYPES = { totp: 'totp', email: 'email' } as const;
const NAMES = { totp: `Authenticator app (${ORIGIN})`, email: `Email (${ORIGIN})` } as const;
const CLI = { kind: 'cli' } as const;

type Kind = keyof typeof TYPES;
type Verdict = Pick<ImportedRow, 'outcome' | 'reason'>;

const isKind = (type: string): type is Kind => Object.hasOwn(TYPES, type);
const skip = (reason: Skipped): Verdict => ({ outcome: 'skipped', reason });
const broken = (reason: Broken): Verdict => ({ outcome: 'broken', reason });
const IMPORTED: Verdict = { outcome: 'imported', reason: null };

/** A row that has an owner and a known type. */
type Readable = IdentityRow & { owner: NonNullable<IdentityRow['owner']>; type: Kind };

/**
 * Stays the same until the person sets up another app in the other plugin. A method that was imported once and removed
 * here isn't imported again.
 */
const markOf = ({ owner, type, secret }: Readable): string =>
  `import:${ORIGIN}:${owner.id}:${sha256Hex(`${type}|${secret ?? ''}`).slice(0, 32)}`;

const atFirstSight = (row: IdentityRow): Verdict | null => {
  if (!row.enabled) return skip('not_enabled');
  if (!row.owner) return broken('nobodys');
  return isKind(row.type) ? null : broken('unknown_type');
};

export const createPluginImport = (deps: Deps): PluginImport => {
  const { accounts, audit, authenticators, database, factors, notices, passes, policies, ports, store } = deps;
  const marks = createOnceOnly(deps);

  const draftOf = ({ owner, type, secret }: Readable) => {
    const factor = factors.factor(TYPES[type]);
    if (!factor || !takesOver(factor) || !factor.availability().ok) return 'method_unavailable' as const;
    const material = type === 'email' ? owner.email : secret;
    return (material === null ? null : factor.takeOver(owner.id, material)) ?? ('unreadable_secret' as const);
  };

  const judge = async (row: Readable): Promise<Verdict | null> => {
    const { owner, type } = row;
    if (!owner.isActive) return skip('inactive');
    if ((await marks.taken([markOf(row)])).size > 0) return skip('imported_before');
    if ((await authenticators.count(owner.id)) > 0) return skip('has_methods_here');
    // A reset that removed everything also meant the person's method in the other plugin.
    if ((await accounts.find(owner.id))?.mustEnrollSince) return skip('was_reset');
    const policy = await policies.current();
    return type === 'email' && !policy.allowedMethods.includes('email') ? skip('not_allowed') : null;
  };

  /** False if the person set something up meanwhile, or another run was faster. */
  const carryOver = async (row: Readable, draft: Exclude<ReturnType<typeof draftOf>, string>): Promise<boolean> => {
    const { owner, type } = row;
    const target = { id: owner.id, email: owner.email };
    const name = NAMES[type];
    await accounts.open(owner.id);
    await marks.prepare(markOf(row));
    return database.transaction(async (trx) => {
      await accounts.lock(owner.id, trx);
      if ((await authenticators.of(owner.id, trx)).length > 0) return false;
      if (!(await marks.take(markOf(row), Infinity, trx))) return false;
      await authenticators.add(owner.id, { ...draft, defaultName: name }, name, ports.clock.now(), trx);
      // The enrollment window that only a password opened.
      await store.endAll(owner.id, trx);
      await passes.end(owner.id, trx);
      await notices.tell('factor_imported', owner.id, { name, from: ORIGIN }, trx);
      const details = { id: draft.uid, name, from: ORIGIN };
      await audit.append(
        { type: 'factor.imported', outcome: 'success', actor: CLI, target, method: type, details },
        trx
      );
      return true;
    });
  };

  const move = async (row: IdentityRow, dryRun: boolean): Promise<Verdict> => {
    const seen = atFirstSight(row);
    if (seen) return seen;
    const readable = row as Readable;
    const refused = await judge(readable);
    if (refused) return refused;
    const draft = draftOf(readable);
    if (typeof draft === 'string') return broken(draft);
    if (dryRun || (await carryOver(readable, draft))) return IMPORTED;
    return skip('has_methods_here');
  };

  return {
    async fromStrapiIdentity({ dryRun }) {
      const found = await identityRows(deps.strapi);
      if (!found) {
        const message = `${ORIGIN} is not installed in this Strapi. Run the import before you uninstall it.`;
        throw new MfaError('MFA_NOT_FOUND', {}, { message });
      }
      const rows: ImportedRow[] = [];
      for (const row of found) {
        const verdict = await move(row, dryRun).catch((error: unknown) => {
          deps.strapi.log.error(`[mfa] row ${row.id} of ${ORIGIN}: ${error instanceof Error ? error.name : 'failed'}`);
          return broken('failed');
        });
        const person = row.owner && { id: row.owner.id, email: row.owner.email };
        rows.push({ row: row.id, person, type: row.type, ...verdict });
      }
      const count = (outcome: ImportedRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
      return { dryRun, imported: count('imported'), skipped: count('skipped'), broken: count('broken'), rows };
    },
  };
};
