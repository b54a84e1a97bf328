import { createHmac } from 'node:crypto';

import type { Authenticator, Factor, FactorDeps, Judged } from '../../server/src/factors';
import { constantTimeEqual, wonBy, type Trx } from '../../server/src/platform';
import type { AuthenticatorType } from '../../shared/contracts/types';
import { pendingSchema, wordShape } from './schema';

/** A real method adds its name to AUTHENTICATOR_TYPES. This one is added at runtime, for one test. */
export const TYPE = 'paper_tape' as AuthenticatorType;
const CEREMONY = 'paper-tape-enroll';
const LIFETIME_MS = 10 * 60_000;
const ATTEMPTS = 5;
const WORDS = 20;

/** The word at one place of the tape: eight hexadecimal digits, as printed on the paper. */
export const wordAt = (tape: Buffer, place: number): string =>
  createHmac('sha256', tape).update(String(place)).digest('hex').slice(0, 8);

const placeOf = (tape: Buffer, word: string): number | null => {
  const places = [...Array(WORDS).keys()].filter((place) => constantTimeEqual(wordAt(tape, place), word));
  return places[0] ?? null;
};

export const createPaperTape = ({ ceremonies, database, ports, vault }: FactorDeps): Factor => {
  const tapeOf = ({ secret, userId, uid }: Authenticator): Buffer | null => {
    if (secret === null) return null;
    const opened = vault.open(secret, { purpose: 'totp-seed', userId, rowId: uid });
    return opened.ok ? opened.secret : null;
  };

  // One conditional write, so that only one of two requests with the same word finds the row.
  const spend = async (tape: Authenticator, place: number, trx: Trx): Promise<boolean> =>
    wonBy(
      await database
        .table('authenticators', trx)
        .where({ uid: tape.uid, user_id: tape.userId })
        .where('last_step', '<', place)
        .update({ last_step: place, last_used_at: ports.clock.now() })
    );

  const judgeOne = (one: Authenticator, word: string): Judged => {
    const tape = tapeOf(one);
    if (tape === null) return { ok: false, reason: 'unreadable', authenticator: one };
    const place = placeOf(tape, word);
    if (place === null) return { ok: false, reason: 'wrong_code' };
    if (place <= (one.lastStep ?? -1)) return { ok: false, reason: 'replayed', authenticator: one };
    return { ok: true, authenticator: one, userVerified: false, spend: (trx) => spend(one, place, trx) };
  };

  return {
    method: TYPE,
    traits: {
      strength: 25,
      label: 'possession',
      counter: 'guessable',
      limit: 1,
      stepUpBesideStronger: true,
      needsSending: false,
    },
    proofShape: wordShape,
    beginShape: {},
    finishShape: wordShape,
    availability: () => ({ ok: true }),
    usability: (one) => (tapeOf(one) ? 'usable' : 'unreadable'),
    view: () => ({}),

    async judge(subject, authenticators, proof) {
      const own = authenticators.find((one) => one.type === TYPE && one.userId === subject.userId);
      return own ? judgeOne(own, String(proof.word)) : { ok: false, reason: 'wrong_code' };
    },

    async beginEnrollment(subject) {
      const [tape, uid] = [ports.random.bytes(20), ports.random.uuid()];
      const sealed = vault.seal(tape, { purpose: 'ceremony', userId: subject.userId, rowId: uid });
      await ceremonies.open(subject, CEREMONY, LIFETIME_MS, () => JSON.stringify({ uid, tape: sealed }));
      return { ok: true, offer: { words: [...Array(WORDS).keys()].map((place) => wordAt(tape, place)) } };
    },

    async finishEnrollment(subject, _authenticators, input) {
      const ceremony = await ceremonies.find(subject, CEREMONY);
      if (!ceremony) return { ok: false, reason: 'no_ceremony' };
      if (!(await ceremonies.spendAttempt(ceremony, ATTEMPTS))) return { ok: false, reason: 'exhausted' };
      const pending = pendingSchema.parse(JSON.parse(ceremony.memory));
      const opened = vault.open(pending.tape, { purpose: 'ceremony', userId: subject.userId, rowId: pending.uid });
      if (!opened.ok) return { ok: false, reason: 'unreadable' };
      const place = placeOf(opened.secret, String(input.word));
      if (place === null) return { ok: false, reason: 'wrong_code' };
      const draft = {
        uid: pending.uid,
        type: TYPE,
        secret: vault.seal(opened.secret, { purpose: 'totp-seed', userId: subject.userId, rowId: pending.uid }),
        credentialHash: null,
        data: {},
        signCount: 0,
        lastStep: place,
        defaultName: 'Paper tape',
      };
      return { ok: true, draft, spend: (trx) => ceremonies.consume(ceremony, trx) };
    },
  };
};
