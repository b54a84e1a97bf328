import type { ProvesMailbox, TakesOver } from '../capabilities';
import type { Core } from '@strapi/strapi';

import { causeOf, mayHaveLeft, type Trx, within, wonBy } from '../../platform';
import type { CodeChannel, CodeUse } from '../code-channel';
import type { Ceremony } from '../ceremonies';
import type {
  Authenticator,
  Factor,
  Finished,
  Judged,
  RefusalReason,
  Rekeys,
  SendsCodes,
  Sent,
  Subject,
  Usability,
} from '../factor';
import type { FactorDeps } from '../factor-deps';
import { numbered } from '../naming';
import { CODE_LIFETIME_MS, codeShape, compare, memorySchema, newCode, readCode, remember, type Memory } from './codes';
import { createSends, PAUSE_MS } from './sends';

const ENROLLMENT_ATTEMPTS = 5;

type Wanted = { use: 'sign_in'; authenticator: string } | { use: 'enrollment' | 'first_factor' };

const log = (strapi: Core.Strapi, method: string, error: unknown): void => {
  strapi.log.error(`[mfa] Couldn’t deliver a code by ${method}: ${causeOf(error)}`);
};

export const createDeliveredCode = (deps: FactorDeps, channel: CodeChannel): Factor & SendsCodes & Rekeys => {
  const { ceremonies, database, keys, ports, strapi, vault } = deps;
  const { method, purpose } = channel;
  const sends = createSends(deps, channel);
  const kindOf = (use: CodeUse): string => `${method}-code:${use}`;

  const ownOf = (subject: Pick<Subject, 'userId'>, all: readonly Authenticator[]): Authenticator | null =>
    all.find((each) => each.type === method && each.userId === subject.userId) ?? null;

  const addressIn = (row: Authenticator): string | null => {
    if (row.secret === null) return null;
    const opened = vault.open(row.secret, { purpose, userId: row.userId, rowId: row.uid });
    return opened.ok ? opened.secret.toString('utf8') : null;
  };

  /** Existing factors work as long as there is any key. New ones need a key that may encrypt. */
  const reachable = (): boolean => keys.activeId !== null && channel.availability().ok;

  const availability = () =>
    keys.refusal === null ? channel.availability() : ({ ok: false, reason: keys.refusal } as const);

  const open = (subject: Subject, wanted: Wanted, address: string, code: string): Promise<Ceremony> =>
    ceremonies.open(subject, kindOf(wanted.use), CODE_LIFETIME_MS, (uid) => {
      const sealed = () => vault.seal(Buffer.from(address), { purpose, userId: subject.userId, rowId: uid });
      const bound = wanted.use === 'sign_in' ? { authenticator: wanted.authenticator } : { address: sealed() };
      return JSON.stringify({ ...remember(keys, uid, code), ...bound } satisfies Memory);
    });

  const dispatch = async (subject: Subject, wanted: Wanted, address: string): Promise<Sent> => {
    const { use } = wanted;
    const taken = await sends.take(subject, use, address);
    if (!taken.ok) return taken;
    const code = newCode(ports);
    const ceremony = await open(subject, wanted, address, code);
    const lifetimeMinutes = CODE_LIFETIME_MS / 60_000;
    try {
      await within(channel.patienceMs, () =>
        channel.deliver({ to: address, code, use, locale: subject.locale, lifetimeMinutes })
      );
    } catch (error) {
      log(strapi, method, error);
      await ceremonies.consume(ceremony);
      await sends.giveBack(taken, mayHaveLeft(error));
      return { ok: false, code: 'MFA_DELIVERY_FAILED' };
    }
    return {
      ok: true,
      destination: channel.mask(address),
      resendAt: taken.at + PAUSE_MS,
      expiresAt: ceremony.expiresAt,
    };
  };

  type Looked = { ok: true; ceremony: Ceremony; memory: Memory } | Extract<Judged, { ok: false }>;

  /** Reads the ceremony and compares. Uses nothing up. */
  const look = (ceremony: Ceremony | null, typed: unknown): Looked => {
    if (!ceremony) return { ok: false, reason: 'no_ceremony' };
    const code = readCode(typed);
    if (code === null) return { ok: false, reason: 'malformed' };
    const memory = memorySchema.parse(JSON.parse(ceremony.memory));
    const compared = compare(keys, ceremony.uid, code, memory);
    if (compared === 'right') return { ok: true, ceremony, memory };
    return { ok: false, reason: compared === 'wrong' ? 'wrong_code' : 'unreadable' };
  };

  const useUp = async (ceremony: Ceremony, row: Authenticator, trx: Trx): Promise<boolean> => {
    if (!(await ceremonies.consume(ceremony, trx))) return false;
    const affected = await database
      .table('authenticators', trx)
      .where({ uid: row.uid, user_id: row.userId })
      .update({ last_used_at: ports.clock.now() });
    return wonBy(affected);
  };

  type Confirmed = { ok: true; ceremony: Ceremony; address: string } | { ok: false; reason: RefusalReason };

  /** A right code for an address that belongs to no authenticator yet. */
  const confirm = async (subject: Subject, use: Exclude<CodeUse, 'sign_in'>, typed: unknown): Promise<Confirmed> => {
    const ceremony = await ceremonies.find(subject, kindOf(use));
    if (ceremony && !(await ceremonies.spendAttempt(ceremony, ENROLLMENT_ATTEMPTS))) {
      return { ok: false, reason: 'exhausted' };
    }
    const looked = look(ceremony, typed);
    if (!looked.ok) return { ok: false, reason: looked.reason };
    const sealed = looked.memory.address ?? '';
    const opened = vault.open(sealed, { purpose, userId: subject.userId, rowId: looked.ceremony.uid });
    if (!opened.ok || keys.refusal !== null) return { ok: false, reason: 'unreadable' };
    return { ok: true, ceremony: looked.ceremony, address: opened.secret.toString('utf8') };
  };

  const draftOf = (userId: number, address: string): NonNullable<ReturnType<TakesOver['takeOver']>> => {
    const uid = ports.random.uuid();
    return {
      uid,
      type: method,
      secret: vault.seal(Buffer.from(address), { purpose, userId, rowId: uid }),
      credentialHash: null,
      data: { destination: channel.mask(address) },
      signCount: 0,
      lastStep: null,
    };
  };

  const finish = async (subject: Subject, all: readonly Authenticator[], typed: unknown): Promise<Finished> => {
    const confirmed = await confirm(subject, 'enrollment', typed);
    if (!confirmed.ok) return confirmed;
    const { ceremony, address } = confirmed;
    const { userId } = subject;

    const draft = { ...draftOf(userId, address), defaultName: numbered(channel.defaultName, all) };
    return { ok: true, draft, spend: (trx) => ceremonies.consume(ceremony, trx) };
  };

  const mailbox: ProvesMailbox['mailbox'] = {
    async send(subject) {
      if (!availability().ok) return { ok: false, code: 'MFA_DELIVERY_FAILED' };
      return dispatch(subject, { use: 'first_factor' }, subject.email);
    },
    async judge(subject, typed) {
      const confirmed = await confirm(subject, 'first_factor', typed);
      if (!confirmed.ok) return confirmed;
      // Sent to an address that the person no longer has.
      if (confirmed.address !== subject.email) return { ok: false, reason: 'no_ceremony' };
      return { ok: true, spend: (trx) => ceremonies.consume(confirmed.ceremony, trx) };
    },
  };

  const shownDestination = (row: Authenticator | null): string | null =>
    typeof row?.data.destination === 'string' ? row.data.destination : null;

  return {
    ...(channel.provesMailbox ? { mailbox, takeOver: draftOf } : {}),
    method,
    traits: {
      strength: channel.strength,
      label: 'delivered',
      counter: 'guessable',
      limit: 1,
      stepUpBesideStronger: false,
      needsSending: true,
    },
    proofShape: codeShape,
    beginShape: channel.beginShape,
    finishShape: codeShape,
    availability,

    usability(row): Usability {
      if (!reachable()) return 'unavailable';
      return addressIn(row) === null ? 'unreadable' : 'usable';
    },

    rekey(row) {
      const address = addressIn(row);
      if (address === null || row.secret === null || keys.refusal !== null) return null;
      if (vault.keyIdOf(row.secret) === keys.activeId) return null;
      return { secret: vault.seal(Buffer.from(address), { purpose, userId: row.userId, rowId: row.uid }) };
    },

    view: (row) => ({ destination: shownDestination(row) ?? undefined }),
    destination: (all) => shownDestination(all.find((each) => each.type === method) ?? null),

    async send(subject, all) {
      const row = ownOf(subject, all);
      const address = row && reachable() ? addressIn(row) : null;
      if (!row || address === null) return { ok: false, code: 'MFA_DELIVERY_FAILED' };
      return dispatch(subject, { use: 'sign_in', authenticator: row.uid }, address);
    },

    async judge(subject, all, proof) {
      const row = ownOf(subject, all);
      const looked = look(await ceremonies.find(subject, kindOf('sign_in')), proof.code);
      if (!looked.ok) return row ? { ...looked, authenticator: row } : looked;
      if (!row || looked.memory.authenticator !== row.uid) return { ok: false, reason: 'no_ceremony' };
      return { ok: true, authenticator: row, userVerified: false, spend: (trx) => useUp(looked.ceremony, row, trx) };
    },

    async beginEnrollment(subject, _all, input) {
      const usable = availability();
      if (!usable.ok) return { ok: false, code: 'MFA_METHOD_UNAVAILABLE', details: { reason: usable.reason } };
      const given = await channel.addressOf(subject, input);
      if (!given.ok) {
        const errors = [{ path: ['body', given.path], message: given.message }];
        return { ok: false, code: 'MFA_INVALID_REQUEST', details: { reason: given.reason, errors } };
      }
      const sent = await dispatch(subject, { use: 'enrollment' }, given.address);
      if (!sent.ok)
        return { ok: false, code: sent.code, details: { retryAfterSeconds: sent.retryAfterSeconds ?? null } };
      const iso = (ms: number) => new Date(ms).toISOString();
      const { destination, resendAt, expiresAt } = sent;
      return { ok: true, offer: { destination, resendAt: iso(resendAt), expiresAt: iso(expiresAt) } };
    },

    finishEnrollment: (subject, all, input) => finish(subject, all, input.code),
  };
};
